import { FormatError, readArvizJson, readNetcdf, type SavedTrace } from '@posterity/engine';
import { readBytes, readText } from './readText.ts';

/** The draws and attributes of an ArviZ file: netCDF4, or JSON when it ends in `.json`. @throws FileError, FormatError */
export async function readTrace(path: string): Promise<SavedTrace> {
  try {
    return path.toLowerCase().endsWith('.json')
      ? readArvizJson(await readText(path))
      : await readNetcdf(await readBytes(path));
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
