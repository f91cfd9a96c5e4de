// The shape of a config as the user writes it. Each `error` text is what was expected there;
// each description is what an editor shows beside the key.
import * as z from 'zod/mini';
import { between, finite, key, mapping, maybe, oneOf, positive, text, whole } from './forms.ts';
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
    lower: maybe(numberOrExpression, 'No bound when left out'),
    upper: maybe(numberOrExpression, 'No bound when left out'),
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
      dist: key(distribution, 'A distribution with PyMC’s name and parameters'),
      params: maybe(parameters, 'Parameters: numbers or expressions over other variables'),
      by: maybe(names, 'One value per level of this column, or of these columns together'),
      over: maybe(text('the name of a vector'), 'One value per column of this vector'),
      parametrization: maybe(
        oneOf('centered', 'noncentered', 'auto'),
        'How a variable with by or over is sampled; auto chooses by the rows of each level',
      ),
      correlated_with: maybe(text('a variable'), 'Another variable of the same groups'),
      lkj_eta: maybe(
        positive('a number above 0'),
        'How strongly the correlations are held near 0: LKJ prior, 2 when left out',
      ),
      like: maybe(
        z.union([level, z.array(level)], { error: 'a level' }),
        'The known level whose value an unseen level takes',
      ),
      new_levels: maybe(newLevels, 'What prediction does with a level not seen in training'),
      between: maybe(
        z.tuple([number, number], { error: 'a list of two numbers, low and high' }),
        'Solve the parameters so that this interval holds the prior mass `mass`',
      ),
      mass: maybe(probability, 'Prior mass of `between`; 0.9 when left out'),
      initval: maybe(number, 'Where the chains start'),
    },
    { error: 'a mapping with dist and params' },
  );

const likelihood = (distribution: z.ZodMiniType<string>) =>
  z.strictObject(
    {
      dist: maybe(distribution, 'The distribution of the outcome'),
      params: maybe(parameters, 'Numbers or expressions over variables, columns and mu'),
      censored: maybe(bounds, 'Values at a bound are only known to lie beyond it'),
      truncated: maybe(bounds, 'Values beyond a bound cannot be observed'),
      weights: maybe(text('a column'), 'A column of weights of the rows'),
      log_density: maybe(text('an expression'), 'Log density of a row, over y, mu, variables and columns'),
    },
    { error: 'a mapping with dist and params' },
  );

const sampleParams = z.strictObject(
  {
    draws: maybe(whole(1, 10_000_000), 'Kept draws of each chain; 1000'),
    tune: maybe(
      whole(0, 10_000_000),
      'Adaptation steps of each chain at most; 1000, of which warm-up from a known mode needs 100',
    ),
    chains: maybe(whole(1, 1024), 'Independent chains; 4'),
    target_accept: maybe(probability, 'Acceptance rate aimed at; 0.8'),
    random_seed: maybe(whole(0, Number.MAX_SAFE_INTEGER), 'Same seed, same draws; 0'),
    max_tree_depth: maybe(whole(1, 20), 'Trajectories have at most 2^depth − 1 steps; 10'),
    metric: maybe(oneOf('auto', 'diagonal', 'dense'), 'Form of the mass matrix; auto'),
    method: maybe(
      oneOf('auto', 'nuts', 'importance'),
      'nuts; importance and auto draw independently around the mode where that can be trusted, else by nuts',
    ),
    warmup: maybe(
      oneOf('auto', 'windows'),
      "auto: from the mode or from gradients, as the posterior allows; windows: Stan's schedule",
    ),
    fused: maybe(
      z.boolean({ error: 'true or false' }),
      'Multiply and add with one rounding where the machine can: faster, but draws then depend on the machine; false',
    ),
  },
  { error: 'a mapping of sampling settings' },
);

const preprocessing = mapping(
  z.strictObject(
    {
      transform: maybe(
        oneOf('log', 'log1p', 'logit', 'sqrt'),
        'Applied first; predictions of the outcome come back in its own units',
      ),
      scale: maybe(
        oneOf('standardize', 'max', 'minmax', 'center'),
        'Applied after transform, with constants found in training and stored with the model',
      ),
      encode: maybe(
        oneOf('onehot', 'ordinal'),
        'Levels as a vector of 0 and 1 that over and dot take (onehot), or as 0, 1, 2, … (ordinal)',
      ),
      unseen: maybe(
        oneOf('error', 'ignore'),
        'A level not seen in training: error, or zeros (onehot) or −1 (ordinal)',
      ),
      offset: maybe(number, 'Scaled values are (x − offset) / factor; found in training when left out'),
      factor: maybe(positive('a number above 0'), 'See offset'),
      levels: maybe(
        z.array(level, { error: 'a list of levels' }).check(z.minLength(1, { error: 'a list of levels' })),
        'The levels that encode knows, in order; found in training when left out',
      ),
      fill: maybe(number, 'What missing: mean fills in; the mean of training when left out'),
    },
    { error: 'a mapping with transform, scale or encode' },
  ),
  'a mapping of columns',
);

const missing = z.catchall(
  z.object(
    {
      x: maybe(missingX, 'Every independent column without an entry of its own; error'),
      y: maybe(
        oneOf('error', 'drop', 'impute'),
        'Rows without an outcome: refused, left out, or left out and predicted',
      ),
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
      independent_vars: key(
        z.array(independent, { error: 'a list of columns' }),
        'Columns the function uses; {NAME: [columns]} names a vector of columns',
      ),
      dependent_var: maybe(text('a column'), 'The column to explain'),
      variable_params: key(
        mapping(variable(distribution), 'a mapping of variables'),
        'What is unknown: each variable with its prior',
      ),
      function_params: key(
        z.strictObject(
          {
            function: key(functionSchema, 'The function, as an expression or a function body'),
            constants: maybe(
              mapping(
                z.union([number, z.array(number)], { error: 'a number or a list of numbers' }),
                'a mapping of numbers',
              ),
              'Names the function uses that are neither columns nor variables',
            ),
          },
          { error: 'a mapping with function' },
        ),
        'The function whose value is mu',
      ),
      likelihood: maybe(likelihood(distribution), 'Normal(mu, sigma) when left out'),
      derived: maybe(
        mapping(text('an expression'), 'a mapping of expressions'),
        'Quantities reported with the variables',
      ),
      sample_params: maybe(sampleParams, 'How the posterior is sampled'),
      preprocessing: maybe(preprocessing, 'Fitted in training, stored with the model'),
      missing: maybe(missing, 'What to do about empty cells'),
      new_levels: maybe(newLevels, 'What prediction does with levels not seen in training'),
      prior_from: maybe(priorFrom, 'A joint prior carried over from another fit'),
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
