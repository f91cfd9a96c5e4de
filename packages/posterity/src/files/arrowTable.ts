import { FileError } from './fileError.ts';
import { lz4Frame } from './lz4Frame.ts';
import type { Table } from './table.ts';

/**
 * The columns of an Arrow IPC file (Feather V2) or stream, compressed by LZ4, Zstandard or nothing. Throws FileError.
 */
export async function arrowTable(path: string, bytes: Uint8Array): Promise<Table> {
  const [{ CompressionType, setCompressionCodec, tableFromIPC }, { decompressZstd }] = await Promise.all([
    import('@uwdata/flechette'),
    import('hyparquet-compressors'),
  ]);
  const encode = (): never => {
    throw new Error('nothing is written compressed');
  };
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: lz4Frame, encode });
  // Columns are views of what is decoded, so it has to begin at a multiple of eight bytes: slice() copies.
  setCompressionCodec(CompressionType.ZSTD, { decode: (data) => decompressZstd(data).slice(), encode });
  try {
    const table = tableFromIPC(new Uint8Array(bytes), { useDate: true });
    return Object.fromEntries(table.names.map((name) => [name, cellsOf(table.getChild(name))] as const));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError(path, `is an Arrow file that is damaged or cut short: ${reason}`, { cause: error });
  }
}

interface Vector {
  readonly nullCount: number;
  readonly toArray: () => ArrayLike<unknown>;
  readonly [Symbol.iterator]: () => Iterator<unknown>;
}

/** Typed arrays hold 0 where a cell is null, so only a column without any is taken whole. */
function cellsOf(vector: Vector): ArrayLike<unknown> {
  return vector.nullCount === 0 ? vector.toArray() : [...vector];
}
