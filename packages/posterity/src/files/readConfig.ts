import { extname } from 'node:path';
import { ConfigError, readConfigWithPositions } from '@posterity/engine';
import { readText } from './readText.ts';

/** Reads a config from a YAML file, or from JSON when it ends in `.json`. Throws FileError, ConfigError. */
export async function readConfig(path: string): Promise<unknown> {
  return (await readConfigFile(path)).value;
}

/** A config's value and where in the file each part of it was written. */
export type ConfigFile = ReturnType<typeof readConfigWithPositions>;

/** Like `readConfig`, keeping where each value was written. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = await readText(path);
  try {
    return readConfigWithPositions(text, extname(path).toLowerCase() === '.json' ? 'json' : 'yaml');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => ({ ...problem, path })));
  }
}
