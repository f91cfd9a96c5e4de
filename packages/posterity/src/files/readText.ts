import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { FileError, fileError } from './fileError.ts';

/** The UTF-8 text of a file, without a byte order mark; throws FileError. */
export async function readText(path: string): Promise<string> {
  return utf8(path, await readBytes(path));
}

/** Bytes of a file as UTF-8 text, without a byte order mark; throws FileError. */
export function utf8(path: string, bytes: Uint8Array): string {
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    const [size, most] = [bytes.length, constants.MAX_STRING_LENGTH].map((it) => Math.floor(it / 2 ** 20));
    throw new FileError(
      path,
      `is ${size} MB, more than the ${most} MB of text that can be read at once; DuckDB reads it: "duckdb:?sql=select * from '${path}'"`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(path, 'is not UTF-8 text');
  }
}

/** The bytes of a file; throws FileError. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}
