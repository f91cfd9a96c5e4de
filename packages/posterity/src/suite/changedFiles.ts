// Whether a suite still says what it said when it was read.
import { PosterityError } from '@posterity/engine';
import { readConfigFile } from '../files/readConfig.ts';
import type { Suite } from './suiteFile.ts';

/** Paths of the suite's file and of its model's configs that say something else now, or cannot be read any more. */
export async function changedFiles({ written }: Suite): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, text] of written) if ((await textOf(path)) !== text) changed.push(path);
  return changed;
}

/** What a config file says, without its comments and spaces; undefined when it cannot be read. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return JSON.stringify((await readConfigFile(path)).value);
  } catch (error) {
    if (error instanceof PosterityError) return undefined;
    throw error;
  }
}
