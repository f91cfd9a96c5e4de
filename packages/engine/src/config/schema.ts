// The shape of a config as the user writes it. Each `error` text is what was expected there;
// each description is what an editor shows beside the key.
import { z } from 'zod';
import { priorFrom } from './priorFrom.ts';

const finite = (what = 'a number') => z.number({ error: what });
const text = (what: string) => z.string({ error: what }).min(1, { error: what });
const whole = (low: number, high: number) =>
  z
    .int({ error: `a whole number from ${low} to ${high}` })
    .min(low, { error: `a whole number from ${low} to ${high}` })
    .max(high, { error: `a whole number from ${low} to ${high}` });

const numberOrExpression = z.union([finite(), text('an expression')], { error: 'a number or an expression' });
const parameters = z.record(
  z.string(),
  z.union([finite(), text('an expression'), z.array(numberOrExpression)], {
    error: 'a number, an expression or a list of them',
  }),
  { error: 'a mapping of parameters' },
);
const bounds = z.strictObject(
  {
    lower: numberOrExpression.optional().describe('No bound when left out'),
    upper: numberOrExpression.optional().describe('No bound when left out'),
  },
  { error: 'a mapping with lower, upper or both' },
);
const names = z.union([text('a column'), z.array(text('a column')).min(1)], {
  error: 'a column or a list of columns',
});
const level = z.union([z.string(), z.number()]);
const newLevels = z.enum(['error', 'population', 'gaussian', 'uncertainty'], {
  error: 'one of error, population, gaussian, uncertainty',
});
const missingX = z.enum(['error', 'mean', 'impute'], { error: 'one of error, mean, impute' });
const probability = (what: string) => finite(what).gt(0, { error: what }).lt(1, { error: what });

const variable = (distribution: z.ZodType<string>) =>
  z.strictObject(
    {
      dist: distribution.describe('A distribution with PyMC’s name and parameters'),
      params: parameters.optional().describe('Parameters: numbers or expressions over other variables'),
      by: names.optional().describe('One value per level of this column, or of these columns together'),
      over: text('the name of a vector').optional().describe('One value per column of this vector'),
      parametrization: z
        .enum(['centered', 'noncentered', 'auto'], { error: 'one of centered, noncentered, auto' })
        .optional()
        .describe('How a variable with by or over is sampled; auto chooses by the rows of each level'),
      correlated_with: text('a variable').optional().describe('Another variable of the same groups'),
      lkj_eta: finite('a number above 0')
        .gt(0, { error: 'a number above 0' })
        .optional()
        .describe('How strongly the correlations are held near 0: LKJ prior, 2 when left out'),
      like: z
        .union([level, z.array(level)], { error: 'a level' })
        .optional()
        .describe('The known level whose value an unseen level takes'),
      new_levels: newLevels.optional().describe('What prediction does with a level not seen in training'),
      between: z
        .tuple([finite(), finite()], { error: 'a list of two numbers, low and high' })
        .optional()
        .describe('Solve the parameters so that this interval holds the prior mass `mass`'),
      mass: probability('a number between 0 and 1')
        .optional()
        .describe('Prior mass of `between`; 0.9 when left out'),
      initval: finite().optional().describe('Where the chains start'),
    },
    { error: 'a mapping with dist and params' },
  );

const likelihood = (distribution: z.ZodType<string>) =>
  z.strictObject(
    {
      dist: distribution.optional().describe('The distribution of the outcome'),
      params: parameters.optional().describe('Numbers or expressions over variables, columns and mu'),
      censored: bounds.optional().describe('Values at a bound are only known to lie beyond it'),
      truncated: bounds.optional().describe('Values beyond a bound cannot be observed'),
      weights: text('a column').optional().describe('A column of weights of the rows'),
      log_density: text('an expression')
        .optional()
        .describe('Log density of a row, over y, mu, variables and columns'),
    },
    { error: 'a mapping with dist and params' },
  );

const sampleParams = z.strictObject(
  {
    draws: whole(1, 10_000_000).optional().describe('Kept draws of each chain; 1000'),
    tune: whole(0, 10_000_000)
      .optional()
      .describe('Adaptation steps of each chain at most; 1000, of which warm-up from a known mode needs 100'),
    chains: whole(1, 1024).optional().describe('Independent chains; 4'),
    target_accept: probability('a number between 0 and 1')
      .optional()
      .describe('Acceptance rate aimed at; 0.8'),
    random_seed: whole(0, Number.MAX_SAFE_INTEGER).optional().describe('Same seed, same draws; 0'),
    max_tree_depth: whole(1, 20).optional().describe('Trajectories have at most 2^depth − 1 steps; 10'),
    metric: z
      .enum(['auto', 'diagonal', 'dense'], { error: 'one of auto, diagonal, dense' })
      .optional()
      .describe('Form of the mass matrix; auto'),
    method: z
      .enum(['auto', 'nuts', 'importance'], { error: 'one of auto, nuts, importance' })
      .optional()
      .describe(
        'nuts; importance and auto draw independently around the mode where that can be trusted, else by nuts',
      ),
    warmup: z
      .enum(['auto', 'windows'], { error: 'one of auto, windows' })
      .optional()
      .describe("auto: from the mode or from gradients, as the posterior allows; windows: Stan's schedule"),
    fused: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe(
        'Multiply and add with one rounding where the machine can: faster, but draws then depend on the machine; false',
      ),
  },
  { error: 'a mapping of sampling settings' },
);

const preprocessing = z.record(
  z.string(),
  z.strictObject(
    {
      transform: z
        .enum(['log', 'log1p', 'logit', 'sqrt'], { error: 'one of log, log1p, logit, sqrt' })
        .optional()
        .describe('Applied first; predictions of the outcome come back in its own units'),
      scale: z
        .enum(['standardize', 'max', 'minmax', 'center'], {
          error: 'one of standardize, max, minmax, center',
        })
        .optional()
        .describe('Applied after transform, with constants found in training and stored with the model'),
      encode: z
        .enum(['onehot', 'ordinal'], { error: 'one of onehot, ordinal' })
        .optional()
        .describe(
          'Levels as a vector of 0 and 1 that over and dot take (onehot), or as 0, 1, 2, … (ordinal)',
        ),
      unseen: z
        .enum(['error', 'ignore'], { error: 'one of error, ignore' })
        .optional()
        .describe('A level not seen in training: error, or zeros (onehot) or −1 (ordinal)'),
      offset: finite()
        .optional()
        .describe('Scaled values are (x − offset) / factor; found in training when left out'),
      factor: finite('a number above 0')
        .gt(0, { error: 'a number above 0' })
        .optional()
        .describe('See offset'),
      levels: z
        .array(level, { error: 'a list of levels' })
        .min(1, { error: 'a list of levels' })
        .optional()
        .describe('The levels that encode knows, in order; found in training when left out'),
      fill: finite().optional().describe('What missing: mean fills in; the mean of training when left out'),
    },
    { error: 'a mapping with transform, scale or encode' },
  ),
  { error: 'a mapping of columns' },
);

const missing = z
  .object(
    {
      x: missingX.optional().describe('Every independent column without an entry of its own; error'),
      y: z
        .enum(['error', 'drop', 'impute'], { error: 'one of error, drop, impute' })
        .optional()
        .describe('Rows without an outcome: refused, left out, or left out and predicted'),
    },
    { error: 'a mapping of columns' },
  )
  .catchall(missingX);

/** The schema of a config, with what stands for a function and for a distribution's name filled in. */
export function configSchema<F>(functionSchema: z.ZodType<F>, distribution: z.ZodType<string>) {
  return z.strictObject(
    {
      independent_vars: z
        .array(
          z.union(
            [
              text('a column'),
              z
                .record(z.string(), z.array(z.string().min(1)).min(1))
                .refine(hasOneKey, { error: 'a column or {NAME: [columns]}' }),
            ],
            { error: 'a column or {NAME: [columns]}' },
          ),
          { error: 'a list of columns' },
        )
        .describe('Columns the function uses; {NAME: [columns]} names a vector of columns'),
      dependent_var: text('a column').optional().describe('The column to explain'),
      variable_params: z
        .record(z.string(), variable(distribution), { error: 'a mapping of variables' })
        .describe('What is unknown: each variable with its prior'),
      function_params: z
        .strictObject(
          {
            function: functionSchema.describe('The function, as an expression or a function body'),
            constants: z
              .record(
                z.string(),
                z.union([finite(), z.array(finite())], { error: 'a number or a list of numbers' }),
                {
                  error: 'a mapping of numbers',
                },
              )
              .optional()
              .describe('Names the function uses that are neither columns nor variables'),
          },
          { error: 'a mapping with function' },
        )
        .describe('The function whose value is mu'),
      likelihood: likelihood(distribution).optional().describe('Normal(mu, sigma) when left out'),
      derived: z
        .record(z.string(), text('an expression'), { error: 'a mapping of expressions' })
        .optional()
        .describe('Quantities reported with the variables'),
      sample_params: sampleParams.optional().describe('How the posterior is sampled'),
      preprocessing: preprocessing.optional().describe('Fitted in training, stored with the model'),
      missing: missing.optional().describe('What to do about empty cells'),
      new_levels: newLevels.optional().describe('What prediction does with levels not seen in training'),
      prior_from: priorFrom.optional().describe('A joint prior carried over from another fit'),
    },
    { error: 'a mapping with independent_vars, variable_params and function_params' },
  );
}

function hasOneKey(value: object): boolean {
  return Object.keys(value).length === 1;
}

/** A function of the user's own, kept to be read through its text and never called. */
export type FunctionValue = (...args: never[]) => unknown;

const functionValue = z.union(
  [text('a function'), z.custom<FunctionValue>((value) => typeof value === 'function')],
  {
    error: 'a function or the text of one',
  },
);

export const writtenConfig = configSchema(functionValue, text('the name of a distribution'));
export type WrittenConfig = z.infer<typeof writtenConfig>;
