// The bytes of a dropped file → a table, or a sentence that says what to do instead.
import { FormatError, parseCsv, type Table, toTable } from '@posterity/engine';

/** A file that cannot be read; the message tells the way out. */
export class UnreadableFile extends Error {}

/** Beginnings of files that are often taken for tables. */
const kinds: readonly {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly advice: string;
}[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'a spreadsheet or a zip archive',
    advice: 'save the sheet as CSV (UTF-8) and drop that',
  },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', advice: 'unpack it first' },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    what: 'a PDF',
    advice: 'copy its table into a spreadsheet and save CSV',
  },
  {
    bytes: [0x89, 0x48, 0x44, 0x46],
    what: 'an HDF5 or netCDF file',
    advice: 'drop the table the model is fitted to, as CSV or Parquet',
  },
  {
    bytes: [0xff, 0xfe],
    what: 'UTF-16 text',
    advice: 'save it as “CSV UTF-8”',
  },
  { bytes: [0xfe, 0xff], what: 'UTF-16 text', advice: 'save it as “CSV UTF-8”' },
];

const parquet = [0x50, 0x41, 0x52, 0x31];

/** Reads CSV or Parquet, whatever the file's name says. @throws UnreadableFile */
export async function readTable(name: string, buffer: ArrayBuffer): Promise<Table> {
  const bytes = new Uint8Array(buffer);
  const begins = (start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  if (begins(parquet)) return parquetTable(name, buffer);
  const kind = kinds.find((it) => begins(it.bytes));
  if (kind !== undefined) throw new UnreadableFile(`${name} is ${kind.what}: ${kind.advice}.`);
  const text = decode(name, bytes);
  try {
    return toTable(parseCsv(text));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new UnreadableFile(
      `${name} ${error.message}. Expected a line of column names, then a line of cells for each row.`,
    );
  }
}

function decode(name: string, bytes: Uint8Array): string {
  const zero = bytes.subarray(0, 65_536).indexOf(0);
  if (zero >= 0)
    throw new UnreadableFile(
      `${name} is a binary file (byte ${zero + 1} is zero): drop a CSV or a Parquet file instead.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = lineOfFirstBadByte(bytes);
    throw new UnreadableFile(
      `${name} is not UTF-8 text: line ${line} holds bytes of another encoding. Save it as “CSV UTF-8” in your spreadsheet, or convert it with: iconv -f latin1 -t utf-8`,
    );
  }
}

/** Lines end at a byte that no other character contains, so each can be decoded alone. */
function lineOfFirstBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let line = 1, start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return 1;
}

async function parquetTable(name: string, file: ArrayBuffer): Promise<Table> {
  const { parquetReadObjects } = await import('hyparquet');
  let rows: Record<string, unknown>[];
  try {
    rows = await parquetReadObjects({ file });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(
      `${name} is a Parquet file that cannot be read here (${reason}). Write it with compression none or snappy, or drop a CSV.`,
    );
  }
  return toTable(rows);
}
