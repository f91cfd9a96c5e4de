// The suites of a worker as their files say now: a worker lives longer than a config.
import { PosterityError } from '@posterity/engine';
import type { RowSource } from '../sources/rowSource.ts';
import { sharedSource } from '../sources/sharedSource.ts';
import { changedFiles } from '../suite/changedFiles.ts';
import { readSuite, type Suite } from '../suite/suiteFile.ts';

export interface CurrentSuite {
  readonly suite: Suite;
  readonly source: RowSource;
}

/**
 * Finds a suite by its name and reads it anew when its files have changed; one that is wrong now stays as it was.
 * @param tell is given what became of a change.
 */
export function currentSuites(
  suites: readonly Suite[],
  tell: (message: string) => void,
): (name: string) => Promise<CurrentSuite | undefined> {
  const known = new Map(
    suites.map((suite) => [suite.name, { suite, source: sharedSource(suite.data) } satisfies CurrentSuite]),
  );
  return async (name) => {
    const before = known.get(name);
    if (before === undefined) return undefined;
    const changed = await changedFiles(before.suite);
    if (changed.length === 0) return before;
    try {
      const suite = await readSuite(before.suite.path);
      if (suite.name !== name) throw new PosterityError('other_suite', `it is the suite ${suite.name} now`);
      const source = suite.data === before.suite.data ? before.source : sharedSource(suite.data);
      // Of several tasks that notice at once, the first tells.
      if (known.get(name) === before) tell(`${changed.join(', ')} changed: read anew`);
      const current = { suite, source };
      known.set(name, current);
      return current;
    } catch (error) {
      if (!(error instanceof PosterityError)) throw error;
      tell(`${changed.join(', ')} changed and cannot be used, so that it stays as it was: ${error.message}`);
      return before;
    }
  };
}
