// `prior_from`: what another fit taught, as a joint prior on the scales chains move on; carry/ gives it its meaning.
import { z } from 'zod';

const finite = (what: string) => z.number({ error: what });
const share = (what: string) => finite(what).min(0, { error: what }).max(1, { error: what });
const perEntry = (what: string) => z.record(z.string(), finite('a number'), { error: what });

const component = z.strictObject(
  {
    weight: finite('a positive number').gt(0, { error: 'a positive number' }).optional(),
    mean: perEntry('a mapping of means').describe('Mean of each entry on its scale'),
    sd: z
      .record(z.string(), finite('a positive number').gt(0, { error: 'a positive number' }), {
        error: 'a mapping of standard deviations',
      })
      .describe('Standard deviation of each entry on its scale'),
    correlation: z
      .record(z.string(), perEntry('a mapping of correlations'), {
        error: 'a mapping of mappings of correlations',
      })
      .optional()
      .describe('Correlation of pairs of entries, each pair once; 0 where left out'),
  },
  { error: 'a mapping with mean and sd' },
);

/** The schema of `prior_from`. */
export const priorFrom = z.strictObject(
  {
    source: z.string({ error: 'a text' }).optional().describe('Where it was learned, for people'),
    scale: z
      .record(z.string(), z.string({ error: 'a scale such as x, log(x) or logit(x)' }), {
        error: 'a mapping of scales',
      })
      .describe('Scale of each entry: a variable, or a level of one as NAME[LEVEL]'),
    components: z
      .array(component, { error: 'a list of normal components' })
      .min(1, { error: 'a list of normal components' })
      .describe('Normal distributions on those scales, mixed by their weights'),
    effective_rows: z
      .record(z.string(), finite('a number'), { error: 'a mapping of numbers of rows' })
      .optional()
      .describe('How many rows each entry of the prior counts for, before the discount'),
    discount: share('a number from 0 to 1')
      .optional()
      .describe('Share of the information kept (power prior); 1'),
    robust: share('a number from 0 to 1')
      .optional()
      .describe('Weight of the priors of variable_params beside this one; 0'),
  },
  { error: 'a mapping with scale and components' },
);

export type PriorFrom = z.infer<typeof priorFrom>;
export type PriorComponent = z.infer<typeof component>;
