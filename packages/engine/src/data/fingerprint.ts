// A hash of columns' contents, to know whether data changed.
import { Sha256, sha256 } from '../numeric/sha256.ts';
import type { Column, Table } from './columns.ts';

const encoder = new TextEncoder();

/**
 * 64 hex digits that depend on the names, kinds and cells of the columns and on the order of rows,
 * not on the order of the columns; −0 and 0 are one, every NaN is one.
 */
export function fingerprint(table: Table, names: readonly string[] = Object.keys(table.columns)): string {
  const hash = new Sha256();
  for (const name of [...names].sort()) {
    addText(hash, name);
    hashColumn(hash, table.columns[name]);
  }
  return hash.hex();
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function hashText(text: string): string {
  return sha256(encoder.encode(text));
}

function hashColumn(hash: Sha256, column: Column): void {
  addText(hash, `${column.kind}:${column.values.length}`);
  if (column.kind === 'text') {
    for (const cell of column.values) addText(hash, cell);
    return;
  }
  const block = new DataView(new ArrayBuffer(8 * 512));
  for (let start = 0; start < column.values.length; start += 512) {
    const end = Math.min(start + 512, column.values.length);
    for (let row = start; row < end; row++) {
      const value = column.values[row];
      block.setFloat64((row - start) * 8, Number.isNaN(value) ? Number.NaN : value + 0, true);
    }
    hash.update(new Uint8Array(block.buffer, 0, (end - start) * 8));
  }
}

/** A text with its length before it, so that neighbours cannot run together. */
function addText(hash: Sha256, text: string): void {
  const bytes = encoder.encode(text);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  hash.update(length);
  hash.update(bytes);
}
