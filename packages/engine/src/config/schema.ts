// The shape of a config as the user writes it. Each form says what is expected there; descriptions.ts tells what each
// key is for.
import {
  anyText,
  either,
  type Form,
  functionOf,
  list,
  mapping,
  number,
  oneOf,
  optional,
  pair,
  record,
  text,
  truth,
  type ValueOf,
  whole,
  withOthers,
} from './forms.ts';
import { priorFrom } from './priorFrom.ts';

const aNumber = number('a number');
const numberOrExpression = either([aNumber, text('an expression')], 'a number or an expression');
const parameters = mapping(
  either(
    [aNumber, text('an expression'), list(numberOrExpression, 'a list of numbers and expressions')],
    'a number, an expression or a list of them',
  ),
  'a mapping of parameters',
);
const bounds = record(
  {
    lower: optional(numberOrExpression),
    upper: optional(numberOrExpression),
  },
  'a mapping with lower, upper or both',
);
const columns = 'a column or a list of columns';
const names = either([text('a column'), list(text('a column'), columns, 1)], columns);
const level = either([anyText('a level'), number('a level')], 'a level');
const newLevels = oneOf('error', 'population', 'gaussian', 'uncertainty');
const missingX = oneOf('error', 'mean', 'impute');
const probability = number('a number between 0 and 1', { above: 0, below: 1 });

const variable = (distribution: Form<string>) =>
  record(
    {
      dist: distribution,
      params: optional(parameters),
      by: optional(names),
      over: optional(text('the name of a vector')),
      parametrization: optional(oneOf('centered', 'noncentered', 'auto')),
      correlated_with: optional(text('a variable')),
      lkj_eta: optional(number('a number above 0', { above: 0 })),
      like: optional(either([level, list(level, 'a list of levels')], 'a level')),
      new_levels: optional(newLevels),
      between: optional(pair(aNumber, 'a list of two numbers, low and high')),
      mass: optional(probability),
      initval: optional(aNumber),
    },
    'a mapping with dist and params',
  );

const likelihood = (distribution: Form<string>) =>
  record(
    {
      dist: optional(distribution),
      params: optional(parameters),
      censored: optional(bounds),
      truncated: optional(bounds),
      weights: optional(text('a column')),
      log_density: optional(text('an expression')),
    },
    'a mapping with dist and params',
  );

const sampleParams = record(
  {
    draws: optional(whole(1, 10_000_000)),
    tune: optional(whole(0, 10_000_000)),
    chains: optional(whole(1, 1024)),
    target_accept: optional(probability),
    random_seed: optional(whole(0, Number.MAX_SAFE_INTEGER)),
    max_tree_depth: optional(whole(1, 20)),
    metric: optional(oneOf('auto', 'diagonal', 'low_rank', 'dense')),
    method: optional(oneOf('auto', 'nuts', 'importance')),
    warmup: optional(oneOf('auto', 'windows')),
    fused: optional(truth('true or false')),
  },
  'a mapping of sampling settings',
);

const preprocessing = mapping(
  record(
    {
      transform: optional(oneOf('log', 'log1p', 'logit', 'sqrt')),
      scale: optional(oneOf('standardize', 'max', 'minmax', 'center')),
      encode: optional(oneOf('onehot', 'ordinal')),
      unseen: optional(oneOf('error', 'ignore')),
      offset: optional(aNumber),
      factor: optional(number('a number above 0', { above: 0 })),
      levels: optional(list(level, 'a list of levels', 1)),
      fill: optional(aNumber),
    },
    'a mapping with transform, scale or encode',
  ),
  'a mapping of columns',
);

const missing = withOthers(
  record({ x: optional(missingX), y: optional(oneOf('error', 'drop', 'impute')) }, 'a mapping of columns'),
  missingX,
);

const vector = 'a column or {NAME: [columns]}';
const independent = either(
  [text('a column'), { ...mapping(list(text('a column'), vector, 1), vector), count: 1 }],
  vector,
);

/** The form of a config, with what stands for a function and for a distribution's name filled in. */
export function configForm<F>(functionForm: Form<F>, distribution: Form<string>) {
  return record(
    {
      independent_vars: list(independent, 'a list of columns'),
      dependent_var: optional(text('a column')),
      variable_params: mapping(variable(distribution), 'a mapping of variables'),
      function_params: record(
        {
          function: functionForm,
          constants: optional(
            mapping(
              either([aNumber, list(aNumber, 'a list of numbers')], 'a number or a list of numbers'),
              'a mapping of numbers',
            ),
          ),
        },
        'a mapping with function',
      ),
      likelihood: optional(likelihood(distribution)),
      derived: optional(mapping(text('an expression'), 'a mapping of expressions')),
      sample_params: optional(sampleParams),
      preprocessing: optional(preprocessing),
      missing: optional(missing),
      new_levels: optional(newLevels),
      prior_from: optional(priorFrom),
    },
    'a mapping with independent_vars, variable_params and function_params',
  );
}

/** A function of the user's own, kept to be read through its text and never called. */
export type FunctionValue = (...args: never[]) => unknown;

const functionValue = either(
  [text('a function'), functionOf<FunctionValue>('a function')],
  'a function or the text of one',
);

export const writtenConfig = configForm(functionValue, text('the name of a distribution'));
export type WrittenConfig = ValueOf<typeof writtenConfig>;
