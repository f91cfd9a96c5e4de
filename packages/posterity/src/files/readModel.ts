import { ConfigError, withOrigins } from '@posterity/engine';
import { Model } from '../model.ts';
import { readConfigFile } from './readConfig.ts';

/** The model of a config file; a ConfigError tells for each problem the line and column. */
export async function readModel(path: string): Promise<Model> {
  const { value, positionOf } = await readConfigFile(path);
  try {
    return new Model(value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(withOrigins(error.problems, path, positionOf));
  }
}
