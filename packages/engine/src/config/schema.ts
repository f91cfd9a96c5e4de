// The shape of a config as the user writes it. Each `error` text is what was expected there; descriptions.ts tells what
// each key is for.
import * as z from 'zod/mini';
import { between, finite, mapping, oneOf, positive, text, whole } from './forms.ts';
import { priorFrom } from './priorFrom.ts';

const number = finite('a number');
const numberOrExpression = z.union([number, text('an expression')], { error: 'a number or an expression' });
const parameters = mapping(
  z.union([number, text('an expression'), z.array(numberOrExpression)], {
    error: 'a number, an expression or a list of them',
  }),
  'a mapping of parameters',
);
const bounds = z.strictObject(
  {
    lower: z.optional(numberOrExpression),
    upper: z.optional(numberOrExpression),
  },
  { error: 'a mapping with lower, upper or both' },
);
const columns = 'a column or a list of columns';
const names = z.union(
  [text('a column'), z.array(text('a column')).check(z.minLength(1, { error: columns }))],
  { error: columns },
);
const level = z.union([z.string(), z.number()]);
const newLevels = oneOf('error', 'population', 'gaussian', 'uncertainty');
const missingX = oneOf('error', 'mean', 'impute');
const probability = between(0, 1, 'a number between 0 and 1');

const variable = (distribution: z.ZodMiniType<string>) =>
  z.strictObject(
    {
      dist: distribution,
      params: z.optional(parameters),
      by: z.optional(names),
      over: z.optional(text('the name of a vector')),
      parametrization: z.optional(oneOf('centered', 'noncentered', 'auto')),
      correlated_with: z.optional(text('a variable')),
      lkj_eta: z.optional(positive('a number above 0')),
      like: z.optional(z.union([level, z.array(level)], { error: 'a level' })),
      new_levels: z.optional(newLevels),
      between: z.optional(z.tuple([number, number], { error: 'a list of two numbers, low and high' })),
      mass: z.optional(probability),
      initval: z.optional(number),
    },
    { error: 'a mapping with dist and params' },
  );

const likelihood = (distribution: z.ZodMiniType<string>) =>
  z.strictObject(
    {
      dist: z.optional(distribution),
      params: z.optional(parameters),
      censored: z.optional(bounds),
      truncated: z.optional(bounds),
      weights: z.optional(text('a column')),
      log_density: z.optional(text('an expression')),
    },
    { error: 'a mapping with dist and params' },
  );

const sampleParams = z.strictObject(
  {
    draws: z.optional(whole(1, 10_000_000)),
    tune: z.optional(whole(0, 10_000_000)),
    chains: z.optional(whole(1, 1024)),
    target_accept: z.optional(probability),
    random_seed: z.optional(whole(0, Number.MAX_SAFE_INTEGER)),
    max_tree_depth: z.optional(whole(1, 20)),
    metric: z.optional(oneOf('auto', 'diagonal', 'low_rank', 'dense')),
    method: z.optional(oneOf('auto', 'nuts', 'importance')),
    warmup: z.optional(oneOf('auto', 'windows')),
    fused: z.optional(z.boolean({ error: 'true or false' })),
  },
  { error: 'a mapping of sampling settings' },
);

const preprocessing = mapping(
  z.strictObject(
    {
      transform: z.optional(oneOf('log', 'log1p', 'logit', 'sqrt')),
      scale: z.optional(oneOf('standardize', 'max', 'minmax', 'center')),
      encode: z.optional(oneOf('onehot', 'ordinal')),
      unseen: z.optional(oneOf('error', 'ignore')),
      offset: z.optional(number),
      factor: z.optional(positive('a number above 0')),
      levels: z.optional(
        z.array(level, { error: 'a list of levels' }).check(z.minLength(1, { error: 'a list of levels' })),
      ),
      fill: z.optional(number),
    },
    { error: 'a mapping with transform, scale or encode' },
  ),
  'a mapping of columns',
);

const missing = z.catchall(
  z.object(
    {
      x: z.optional(missingX),
      y: z.optional(oneOf('error', 'drop', 'impute')),
    },
    { error: 'a mapping of columns' },
  ),
  missingX,
);

const vector = 'a column or {NAME: [columns]}';
const independent = z.union(
  [
    text('a column'),
    mapping(z.array(text('a column')).check(z.minLength(1, { error: vector })), vector).check(
      z.refine((value) => Object.keys(value).length === 1, { error: vector }),
    ),
  ],
  { error: vector },
);

/** The schema of a config, with what stands for a function and for a distribution's name filled in. */
export function configSchema<F>(functionSchema: z.ZodMiniType<F>, distribution: z.ZodMiniType<string>) {
  return z.strictObject(
    {
      independent_vars: z.array(independent, { error: 'a list of columns' }),
      dependent_var: z.optional(text('a column')),
      variable_params: mapping(variable(distribution), 'a mapping of variables'),
      function_params: z.strictObject(
        {
          function: functionSchema,
          constants: z.optional(
            mapping(
              z.union([number, z.array(number)], { error: 'a number or a list of numbers' }),
              'a mapping of numbers',
            ),
          ),
        },
        { error: 'a mapping with function' },
      ),
      likelihood: z.optional(likelihood(distribution)),
      derived: z.optional(mapping(text('an expression'), 'a mapping of expressions')),
      sample_params: z.optional(sampleParams),
      preprocessing: z.optional(preprocessing),
      missing: z.optional(missing),
      new_levels: z.optional(newLevels),
      prior_from: z.optional(priorFrom),
    },
    { error: 'a mapping with independent_vars, variable_params and function_params' },
  );
}

/** A function of the user's own, kept to be read through its text and never called. */
export type FunctionValue = (...args: never[]) => unknown;

const functionValue = z.union(
  [text('a function'), z.custom<FunctionValue>((value) => typeof value === 'function')],
  { error: 'a function or the text of one' },
);

export const writtenConfig = configSchema(functionValue, text('the name of a distribution'));
export type WrittenConfig = z.infer<typeof writtenConfig>;
