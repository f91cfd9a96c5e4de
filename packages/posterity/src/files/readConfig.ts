import { dirname, extname, isAbsolute, join } from 'node:path';
import { ConfigError, extendsChain, type Layer, overlay, readConfigWithPositions } from '@posterity/engine';
import { FileError } from './fileError.ts';
import { readText } from './readText.ts';

/**
 * Reads a config from a YAML file, or from JSON when it ends in `.json`, laid over those it `extends`. Throws FileError,
 * ConfigError.
 */
export async function readConfig(path: string): Promise<unknown> {
  return (await readLayered(path)).value;
}

/** A config's value, and `file:line:column` of each part of it. */
export type LayeredConfig = ReturnType<typeof overlay>;

/** Like `readConfig`, keeping where each value was written. */
export async function readLayered(path: string): Promise<LayeredConfig> {
  return overlay(await configLayers(path));
}

/**
 * A config file and those it extends, base first. Throws FileError, ConfigError.
 * @param onFile is told of each file that was read.
 */
export async function configLayers(
  path: string,
  onFile: (path: string, file: ConfigFile) => void = () => undefined,
): Promise<Layer[]> {
  const top = await readConfigFile(path);
  onFile(path, top);
  return extendsChain({ name: path, ...top }, async (reference, from) => {
    const { path: base, file } = await loadBase(reference, from);
    onFile(base, file);
    return { name: base, ...file };
  });
}

/** One file's value and where in the file each part of it was written. */
export type ConfigFile = ReturnType<typeof readConfigWithPositions>;

/** Reads one file, whatever it extends. Throws FileError, ConfigError. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = await readText(path);
  try {
    return readConfigWithPositions(text, extname(path).toLowerCase() === '.json' ? 'json' : 'yaml');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => ({ ...problem, path })));
  }
}

/** The config that another one extends; its path is relative to that one's folder. */
async function loadBase(reference: string, from: Layer): Promise<{ path: string; file: ConfigFile }> {
  const path = isAbsolute(reference) ? reference : join(dirname(from.name), reference);
  try {
    return { path, file: await readConfigFile(path) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(from.name, `extends a config that cannot be read: ${error.message}`, {
      cause: error,
    });
  }
}
