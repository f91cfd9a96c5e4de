/**
 * Data + layout → what a kernel reads when the rows are taken block by block: the columns once, and a context for each
 * block, in which rows begin at the block's first and are as many as it has.
 */
import { rows, scalar } from '../expr/expr.ts';
import { bytesOf, type KernelData, margin, padded, paddedIndex, required } from './bind.ts';
import type { KernelLayout, Slot } from './layout.ts';
import { tiled, tileRows } from './matrixProduct.ts';
import { checkAddressable } from './memoryLimit.ts';

/** A table in blocks of rows. Addresses count from where the data, or a thread's working memory, will lie. */
export interface BoundBlocks {
  readonly count: number;
  /** The data of all blocks; what lies between is zero. */
  readonly segments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly byteLength: number;
  /** blocks × words. */
  readonly contexts: Int32Array;
  /** Words of a context to which the address of the data is added, and those of a thread's working memory. */
  readonly dataWords: Int32Array;
  readonly workWords: Int32Array;
  readonly workBytes: number;
  /** The word that says whether a block has been prepared, where there is something to prepare. */
  readonly preparedWord?: number;
}

/**
 * Rows of a block: enough that what a block costs beside its rows does not count, which with many parameters is more.
 * The number of cores has no part in it, so that sums are the same for any.
 */
export function rowsOfBlock(rowCount: number, dimension: number): number {
  const wanted = Math.max(fewestRows, rowsEach * dimension, rowCount / mostBlocks);
  return tileRows * Math.ceil(wanted / tileRows);
}

const fewestRows = 8192;
/** Rows to a parameter. */
const rowsEach = 16;
const mostBlocks = 256;

/** @throws PosterityError when the data are larger than a memory. */
export function bindBlocks(layout: KernelLayout, data: KernelData, blockRows: number): BoundBlocks {
  checkAddressable(layout.slots.reduce((sum, slot) => sum + bytesOf(slot, data.sizes), 0));
  const rowCount = required(data.sizes[rows], rows);
  const count = Math.ceil(rowCount / blockRows);
  const words = layout.slots.length;
  const contexts = new Int32Array(count * words);
  const placed = new Map<ArrayBufferView, number>();
  const segments: { offset: number; bytes: Uint8Array }[] = [];
  let end = 0;
  let workBytes = 0;
  const take = (bytes: number): number => {
    const offset = end;
    end += 16 * Math.ceil(bytes / 16);
    return offset;
  };
  const takeWork = (bytes: number): number => {
    const offset = workBytes;
    workBytes += 16 * Math.ceil(bytes / 16);
    return offset;
  };
  const place = (source: ArrayBufferView, bytes: Uint8Array): number => {
    const known = placed.get(source);
    if (known !== undefined) return known;
    const offset = take(bytes.byteLength);
    segments.push({ offset, bytes });
    placed.set(source, offset);
    return offset;
  };
  const entriesOf = (domain: string): number =>
    domain === scalar ? 1 : domain === rows ? blockRows : required(data.sizes[domain], domain);
  const arrayBytes = (entries: number): number => 8 * (entries + (entries % 2) + 2 * margin);

  /** The word of a slot by block. */
  const wordOf = (slot: Slot): ((block: number) => number) => {
    switch (slot.kind) {
      case 'size': {
        const size = required(data.sizes[slot.domain], slot.domain);
        if (slot.domain !== rows) return () => size;
        return (block) => Math.min(blockRows, rowCount - block * blockRows);
      }
      case 'parameter': {
        const offset = 8 * required(data.parameterOffsets[slot.name], slot.name);
        return () => offset;
      }
      case 'output': {
        const offset = 8 * required(data.outputOffsets[slot.name], slot.name);
        return () => offset;
      }
      case 'column': {
        const values = required(data.columns[slot.name], slot.name);
        const step = slot.domain === rows ? 8 * blockRows : 0;
        const offset = place(values, padded(values));
        return (block) => offset + block * step;
      }
      case 'index': {
        const values = required(data.indices[`${slot.group}|${slot.domain}`], slot.group);
        const step = slot.domain === rows ? 4 * blockRows : 0;
        const offset = place(values, paddedIndex(values));
        return (block) => offset + block * step;
      }
      case 'matrix': {
        const tiles = tiled(
          slot.columns.map((name) => required(data.columns[name], name)),
          rowCount,
        );
        const step = 8 * slot.columns.length * blockRows;
        const offset = place(tiles, new Uint8Array(tiles.buffer));
        return (block) => offset + block * step;
      }
      case 'prepared': {
        const isOfRows = slot.domain === rows;
        const bytes = isOfRows ? 8 * blockRows : arrayBytes(entriesOf(slot.domain));
        const offset = take(count * bytes + 8 * margin);
        return (block) => offset + block * bytes + (isOfRows ? 0 : 8 * margin);
      }
      case 'scratch': {
        const offset = takeWork(arrayBytes(entriesOf(slot.domain))) + 8 * margin;
        return () => offset;
      }
      case 'block': {
        const offset = takeWork(slot.bytes);
        return () => offset;
      }
      case 'isPrepared':
        return () => 0;
    }
  };
  layout.slots.forEach((slot, word) => {
    const of = wordOf(slot);
    for (let block = 0; block < count; block++) contexts[block * words + word] = of(block);
  });
  const wordsOf = (kinds: readonly Slot['kind'][]): Int32Array =>
    Int32Array.from(layout.slots.flatMap(({ kind }, word) => (kinds.includes(kind) ? [word] : [])));
  const preparedWord = layout.slots.findIndex(({ kind }) => kind === 'isPrepared');
  return {
    count,
    segments,
    byteLength: end,
    contexts,
    dataWords: wordsOf(['column', 'index', 'matrix', 'prepared']),
    workWords: wordsOf(['scratch', 'block']),
    workBytes,
    ...(preparedWord < 0 ? {} : { preparedWord }),
  };
}
