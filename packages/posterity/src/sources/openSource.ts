import { fileOf } from './address.ts';
import { csvSource } from './csvSource.ts';
import { isDuckdbFile } from './duckdbSource.ts';
import { memorySource } from './memorySource.ts';
import { MissingPackageError } from './missingPackage.ts';
import type { RowSource } from './rowSource.ts';
import { watchedSource } from './watchedSource.ts';

/**
 * Opens the rows behind an address: a file, `duckdb:FILE?sql=…` or `postgres://…?sql=…`.
 * @throws FileError, also later when a file changes while it is read; MissingPackageError
 */
export async function openSource(address: string): Promise<RowSource> {
  const file = fileOf(address);
  return file === undefined ? open(address) : watchedSource(file, () => open(address));
}

async function open(address: string): Promise<RowSource> {
  if (/^postgres(ql)?:/.test(address)) {
    const { postgresSource } = await import('./postgresSource.ts');
    return postgresSource(address);
  }
  if (address.startsWith('duckdb:')) {
    const { duckdbSource } = await import('./duckdbSource.ts');
    return duckdbSource(address);
  }
  if (address.toLowerCase().endsWith('.parquet') && isDuckdbFile(address)) {
    const { duckdbSource } = await import('./duckdbSource.ts');
    try {
      return await duckdbSource(address);
    } catch (error) {
      // Without DuckDB the file is read whole.
      if (!(error instanceof MissingPackageError)) throw error;
    }
  }
  const { isCsv, readData } = await import('../files/readData.ts');
  return isCsv(address) ? csvSource(address) : memorySource(address, await readData(address));
}
