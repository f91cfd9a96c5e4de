import { FileError } from './fileError.ts';
import type { Table } from './table.ts';

/**
 * The flat columns of a Parquet file, whatever its compression; nested columns are left out. Throws FileError.
 */
export async function parquetTable(path: string, bytes: Uint8Array): Promise<Table> {
  const [{ parquetMetadata, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  if (!endsWithMark(bytes)) throw new FileError(path, 'is a Parquet file that is cut short');
  try {
    const metadata = parquetMetadata(bytes);
    const flat = parquetSchema(metadata).children.filter((it) => it.children.length === 0);
    const rows = Number(metadata.num_rows);
    const columns = new Map(flat.map(({ element }) => [element.name, new Array<unknown>(rows).fill(null)]));
    const file = {
      byteLength: bytes.byteLength,
      slice: (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer,
    };
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [...columns.keys()],
      onChunk: ({ columnName, columnData, rowStart }) => {
        const cells = columns.get(columnName);
        if (cells === undefined) return;
        for (let row = 0; row < columnData.length; row++) cells[rowStart + row] = columnData[row];
      },
    });
    return Object.fromEntries(columns);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError(path, `is a Parquet file that cannot be read: ${reason}`, { cause: error });
  }
}

/** Every whole Parquet file ends with the four bytes it begins with. */
function endsWithMark(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && new TextDecoder('latin1').decode(bytes.subarray(-4)) === 'PAR1';
}
