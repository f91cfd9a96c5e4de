import { ConfigError, withOrigins } from '@posterity/engine';
import { Model } from '../model.ts';
import { readLayered } from './readConfig.ts';

/** The model of a config file; a ConfigError tells for each problem the file, line and column. */
export async function readModel(path: string): Promise<Model> {
  const { value, originOf } = await readLayered(path);
  try {
    return new Model(value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(withOrigins(error.problems, originOf));
  }
}
