import { open } from 'node:fs/promises';
import type { CsvColumns } from '@posterity/engine';
import { csvTable } from './csvTable.ts';
import { FileError, fileError } from './fileError.ts';
import { checkContent } from './readData.ts';
import { utf8 } from './readText.ts';

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const isBlank = (byte: number): boolean => byte === lineFeed || byte === carriageReturn;

/**
 * The rows of a CSV file a part at a time, in memory that does not grow with the file. Every part is a table with all
 * columns; a column is numeric or text in each part for itself.
 * @param bytesAtATime size of a part; a longer record is still read whole.
 * @param texts columns whose cells stay as they are written, numbers too. Throws FileError.
 */
export async function* csvChunks(
  path: string,
  bytesAtATime = 2 ** 20,
  texts?: ReadonlySet<string>,
): AsyncGenerator<CsvColumns> {
  let header: Buffer | undefined;
  let line = 1;
  let isFirst = true;
  let hasRows = false;
  let withoutRows: CsvColumns | undefined;
  for await (const records of wholeRecords(path, bytesAtATime)) {
    let body = records;
    if (isFirst) {
      checkContent(path, records);
      if (records.subarray(0, byteOrderMark.length).equals(byteOrderMark))
        body = records.subarray(byteOrderMark.length);
    }
    isFirst = false;
    if (header === undefined) {
      if (body.every(isBlank)) {
        line += lineCount(body);
        continue;
      }
      const end = firstRecordEnd(body);
      header = body.subarray(0, end);
      body = body.subarray(end);
      line += lineCount(header);
    }
    const text = utf8(path, Buffer.concat([withLineEnd(header), body]));
    // A first part that is only the line of names has no rows; an empty file is told by csvTable.
    const table = csvTable(path, text, line, texts);
    line += lineCount(body);
    if (Object.values(table).some(({ length }) => length > 0)) {
      hasRows = true;
      yield table;
    } else if (!hasRows) withoutRows = table;
  }
  if (header === undefined) throw new FileError(path, 'is empty; expected a line of column names');
  if (!hasRows && withoutRows !== undefined) yield withoutRows;
}

/** Bytes after which a record is taken for one whose quote was never closed. */
const longestRecord = 2 ** 28;

/** Runs of bytes that end where a record ends. */
async function* wholeRecords(path: string, bytesAtATime: number): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    let pending = Buffer.alloc(0);
    for (;;) {
      const block = Buffer.allocUnsafe(bytesAtATime);
      const { bytesRead } = await file.read(block).catch((error: unknown) => {
        throw fileError(path, error);
      });
      if (bytesRead === 0) break;
      pending = Buffer.concat([pending, block.subarray(0, bytesRead)]);
      const end = lastRecordEnd(pending);
      if (end === 0) {
        if (pending.length > longestRecord) throw new FileError(path, 'has a quote that is never closed');
        continue;
      }
      yield pending.subarray(0, end);
      pending = Buffer.from(pending.subarray(end));
    }
    if (pending.length > 0) yield pending;
  } finally {
    await file.close();
  }
}

/** Where the last complete record ends: after the last line end outside quotes; 0 when there is none. */
function lastRecordEnd(bytes: Buffer): number {
  let end = 0;
  // Quotes come in pairs around what may hold line ends; a doubled quote inside changes nothing.
  for (let from = 0; from < bytes.length; ) {
    const opening = bytes.indexOf(quote, from);
    const outside = bytes.subarray(from, opening < 0 ? bytes.length : opening);
    const last = Math.max(outside.lastIndexOf(lineFeed), lastReturn(outside));
    if (last >= 0) end = from + last + 1;
    if (opening < 0) break;
    const closing = bytes.indexOf(quote, opening + 1);
    if (closing < 0) break;
    from = closing + 1;
  }
  return end;
}

/** The last carriage return; one at the very end may be the first half of a line end. */
function lastReturn(bytes: Buffer): number {
  const last = bytes.lastIndexOf(carriageReturn);
  return last === bytes.length - 1 && last > 0 ? bytes.lastIndexOf(carriageReturn, last - 1) : last;
}

/** Where the first record ends that is not an empty line. */
function firstRecordEnd(bytes: Buffer): number {
  let isQuoted = false;
  let isEmpty = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) isQuoted = !isQuoted;
    if (isQuoted || (byte !== lineFeed && byte !== carriageReturn)) {
      isEmpty = false;
      continue;
    }
    if (isEmpty) continue;
    return byte === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
  }
  return bytes.length;
}

function lineCount(bytes: Buffer): number {
  const end = bytes.includes(lineFeed) ? lineFeed : carriageReturn;
  let count = 0;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) count++;
  return count;
}

function withLineEnd(header: Buffer): Buffer {
  const last = header.at(-1);
  return last === lineFeed || last === carriageReturn ? header : Buffer.concat([header, Buffer.from('\n')]);
}
