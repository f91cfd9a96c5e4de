import {
  Model as EngineModel,
  type FitOptions,
  FormatError,
  type Update,
  type UpdateOptions,
} from '@posterity/engine';
import { atomicWrite } from './files/atomicWrite.ts';
import { deflate } from './files/deflate.ts';
import { readBytes } from './files/readText.ts';
import { threadRunner } from './threadRunner.ts';

/** The engine's model with a place on the disk and this machine's threads. */
export class Model extends EngineModel {
  override fit(X: unknown, y: unknown, options: FitOptions = {}): Promise<this> {
    return super.fit(X, y, { runner: threadRunner(), ...options });
  }

  override fitTable(table: unknown, options: FitOptions = {}): Promise<this> {
    return super.fitTable(table, { runner: threadRunner(), ...options });
  }

  override update(X: unknown, y?: unknown, options: UpdateOptions = {}): Promise<Update> {
    return super.update(X, y, { runner: threadRunner(), ...options });
  }

  override clone(): Model {
    return new Model(this.getParams({ deep: false }));
  }

  /** Saves the fitted model as one ArviZ netCDF file; a reader never sees a half-written one. */
  async saveTrace(path: string): Promise<void> {
    await atomicWrite(path, await this.toNetcdf({ pack: deflate }));
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
