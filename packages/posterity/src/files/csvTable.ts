import { type CsvColumns, FormatError, parseCsv } from '@posterity/engine';
import { FileError } from './fileError.ts';

/** The columns of a CSV's text; `bodyLine` and `texts` as in `parseCsv`. Throws FileError. */
export function csvTable(
  path: string,
  text: string,
  bodyLine?: number,
  texts?: ReadonlySet<string>,
): CsvColumns {
  if (isJson(text)) throw new FileError(path, 'holds JSON, not the CSV its ending says; rename it to .json');
  try {
    return parseCsv(text, bodyLine, texts);
  } catch (error) {
    if (error instanceof FormatError) throw new FileError(path, error.message);
    throw error;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
