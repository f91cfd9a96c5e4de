// `prior_from`: what another fit taught, as a joint prior on the scales chains move on; carry/ gives it its meaning.
import { anyText, list, mapping, number, optional, record, type ValueOf } from './forms.ts';

const share = number('a number from 0 to 1', { from: 0, to: 1 });

const perEntry = (what: string) => mapping(number('a number'), what);

const component = record(
  {
    weight: optional(number('a positive number', { above: 0 })),
    mean: perEntry('a mapping of means'),
    sd: mapping(number('a positive number', { above: 0 }), 'a mapping of standard deviations'),
    correlation: optional(
      mapping(perEntry('a mapping of correlations'), 'a mapping of mappings of correlations'),
    ),
  },
  'a mapping with mean and sd',
);

/** The form of `prior_from`. */
export const priorFrom = record(
  {
    source: optional(anyText('a text')),
    scale: mapping(anyText('a scale such as x, log(x) or logit(x)'), 'a mapping of scales'),
    components: list(component, 'a list of normal components', 1),
    effective_rows: optional(mapping(number('a number'), 'a mapping of numbers of rows')),
    discount: optional(share),
    robust: optional(share),
  },
  'a mapping with scale and components',
);

export type PriorFrom = ValueOf<typeof priorFrom>;
export type PriorComponent = ValueOf<typeof component>;
