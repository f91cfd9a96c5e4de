// `prior_from`: what another fit taught, as a joint prior on the scales chains move on; carry/ gives it its meaning.
import * as z from 'zod/mini';
import { finite, key, mapping, maybe, positive, share } from './forms.ts';

const perEntry = (what: string) => mapping(finite('a number'), what);

const component = z.strictObject(
  {
    weight: z.optional(positive('a positive number')),
    mean: key(perEntry('a mapping of means'), 'Mean of each entry on its scale'),
    sd: key(
      mapping(positive('a positive number'), 'a mapping of standard deviations'),
      'Standard deviation of each entry on its scale',
    ),
    correlation: maybe(
      mapping(perEntry('a mapping of correlations'), 'a mapping of mappings of correlations'),
      'Correlation of pairs of entries, each pair once; 0 where left out',
    ),
  },
  { error: 'a mapping with mean and sd' },
);

/** The schema of `prior_from`. */
export const priorFrom = z.strictObject(
  {
    source: maybe(z.string({ error: 'a text' }), 'Where it was learned, for people'),
    scale: key(
      mapping(z.string({ error: 'a scale such as x, log(x) or logit(x)' }), 'a mapping of scales'),
      'Scale of each entry: a variable, or a level of one as NAME[LEVEL]',
    ),
    components: key(
      z
        .array(component, { error: 'a list of normal components' })
        .check(z.minLength(1, { error: 'a list of normal components' })),
      'Normal distributions on those scales, mixed by their weights',
    ),
    effective_rows: maybe(
      mapping(finite('a number'), 'a mapping of numbers of rows'),
      'How many rows each entry of the prior counts for, before the discount',
    ),
    discount: maybe(share('a number from 0 to 1'), 'Share of the information kept (power prior); 1'),
    robust: maybe(
      share('a number from 0 to 1'),
      'Weight of the priors of variable_params beside this one; 0',
    ),
  },
  { error: 'a mapping with scale and components' },
);

export type PriorFrom = z.infer<typeof priorFrom>;
export type PriorComponent = z.infer<typeof component>;
