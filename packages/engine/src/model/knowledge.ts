import type { Knowledge } from '../config/distributionNames.ts';
import { distributions } from '../distributions/index.ts';
import { compositePriors } from './composite/composite.ts';

/** What the config room must know of the distributions: their names and ways of giving parameters. */
export const knowledge: Knowledge = {
  distributions: Object.fromEntries(
    [...Object.values(distributions), ...Object.values(compositePriors)].map(({ name, parametrizations }) => [
      name,
      {
        parameters: parametrizations.map((it) => [...it.names, ...Object.keys(it.optional ?? {})]),
        optional: [...new Set(parametrizations.flatMap((it) => Object.keys(it.optional ?? {})))],
      },
    ]),
  ),
};
