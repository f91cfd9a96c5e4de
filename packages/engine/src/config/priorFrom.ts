// `prior_from`: what another fit taught, as a joint prior on the scales chains move on; carry/ gives it its meaning.
import * as z from 'zod/mini';
import { finite, mapping, positive, share } from './forms.ts';

const perEntry = (what: string) => mapping(finite('a number'), what);

const component = z.strictObject(
  {
    weight: z.optional(positive('a positive number')),
    mean: perEntry('a mapping of means'),
    sd: mapping(positive('a positive number'), 'a mapping of standard deviations'),
    correlation: z.optional(
      mapping(perEntry('a mapping of correlations'), 'a mapping of mappings of correlations'),
    ),
  },
  { error: 'a mapping with mean and sd' },
);

/** The schema of `prior_from`. */
export const priorFrom = z.strictObject(
  {
    source: z.optional(z.string({ error: 'a text' })),
    scale: mapping(z.string({ error: 'a scale such as x, log(x) or logit(x)' }), 'a mapping of scales'),
    components: z
      .array(component, { error: 'a list of normal components' })
      .check(z.minLength(1, { error: 'a list of normal components' })),
    effective_rows: z.optional(mapping(finite('a number'), 'a mapping of numbers of rows')),
    discount: z.optional(share('a number from 0 to 1')),
    robust: z.optional(share('a number from 0 to 1')),
  },
  { error: 'a mapping with scale and components' },
);

export type PriorFrom = z.infer<typeof priorFrom>;
export type PriorComponent = z.infer<typeof component>;
