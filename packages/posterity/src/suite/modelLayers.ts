import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { ConfigError, extendsChain, type Layer, readConfigWithPositions } from '@posterity/engine';
import { fileError } from '../files/fileError.ts';

/** A config file and those it extends, base first. @throws FileError, ConfigError */
export function modelLayers(path: string): Layer[] {
  return extendsChain(layerOf(path), (reference, from) => layerOf(join(dirname(from.name), reference)));
}

function layerOf(path: string): Layer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    return {
      name: path,
      ...readConfigWithPositions(text, extname(path).toLowerCase() === '.json' ? 'json' : 'yaml'),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((it) => ({ ...it, path })));
  }
}
