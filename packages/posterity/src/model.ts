import { Model as EngineModel, FormatError } from '@posterity/engine';
import { atomicWrite } from './files/atomicWrite.ts';
import { readBytes } from './files/readText.ts';

/** The engine's model with a place on the disk. */
export class Model extends EngineModel {
  /** Saves the fitted model as one ArviZ netCDF file; a reader never sees a half-written one. */
  async saveTrace(path: string): Promise<void> {
    await atomicWrite(path, await this.toNetcdf());
  }

  /** Loads a saved model; throws FormatError when the file is not one, is cut short or was altered. */
  static async load(path: string): Promise<Model> {
    const bytes = await readBytes(path);
    try {
      return await Model.fromNetcdf(bytes);
    } catch (error) {
      if (error instanceof FormatError) throw new FormatError(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
  }
}
