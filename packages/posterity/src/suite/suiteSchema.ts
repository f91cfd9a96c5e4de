// The shape of a suite file as the user writes it. Each `error` text is what was expected there.
import { z } from 'zod';

const text = (what: string) => z.string({ error: what }).min(1, { error: what });
const number = (what: string) => z.number({ error: what });
const share = (what: string) => number(what).gt(0, { error: what }).max(1, { error: what });
const level = z.union([z.string(), z.number()]);
const suiteName = 'a name of letters, digits, _ and -, at most 64';
const range = 'a range such as 0.8..0.97';

const override = z
  .looseObject(
    {
      when: z
        .record(
          z.string(),
          z.union([level, z.array(level).min(1)], { error: 'a value or a list of values' }),
          {
            error: 'a mapping of unit columns to values',
          },
        )
        .describe('The units this is for: a value, or a list of them, a column'),
    },
    { error: 'a mapping with when and parts of a config' },
  )
  .describe('Parts of a config, laid over the model’s for some units');

const gate = z.strictObject(
  {
    verdict: z
      .enum(['good', 'suspect'], { error: 'one of good, suspect' })
      .optional()
      .describe('The worst verdict that is promoted; good'),
    r_hat: number('a number above 1').gt(1, { error: 'a number above 1' }).optional(),
    ess_bulk: number('a number from 0 on').min(0, { error: 'a number from 0 on' }).optional(),
    divergences: z
      .int({ error: 'a whole number from 0 on' })
      .min(0, { error: 'a whole number from 0 on' })
      .optional(),
    conflict: share('a probability above 0')
      .optional()
      .describe('Smallest p-value of agreement between the carried prior and the data'),
    coverage: z
      .string({ error: range })
      .regex(/^\s*[\d.]+\s*\.\.\s*[\d.]+\s*$/, { error: range })
      .optional()
      .describe('Share of the last window inside its 90 % interval'),
    score: number('a number above 0')
      .gt(0, { error: 'a number above 0' })
      .optional()
      .describe('Largest CRPS on the last window as a multiple of the champion’s'),
  },
  { error: 'a mapping of rules' },
);

export const writtenSuite = z.strictObject(
  {
    suite: z
      .string({ error: suiteName })
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: suiteName })
      .describe('Name of the suite in its registry'),
    data: text('a file, postgres://…?sql= or duckdb:FILE?sql=').describe('Rows of all units'),
    unit: z
      .union(
        [text('a column'), z.array(text('a column')).min(1, { error: 'a column or a list of columns' })],
        {
          error: 'a column or a list of columns',
        },
      )
      .describe('One model for each distinct value of these columns'),
    order: z
      .union(
        [text('a column'), z.array(text('a column')).min(1, { error: 'a column or a list of columns' })],
        {
          error: 'a column or a list of columns',
        },
      )
      .optional()
      .describe('Columns that put a unit’s rows in order, oldest first'),
    model: text('the path of a config').describe('The config of every unit'),
    overrides: z.array(override, { error: 'a list of overrides' }).optional(),
    gate: gate.optional().describe('What a fit must pass to be used'),
    window: z
      .int({ error: 'a whole number from 1 on' })
      .min(1, { error: 'a whole number from 1 on' })
      .optional()
      .describe('Rows at the end of a unit that coverage and score look at; a fifth of them'),
    carry: z
      .strictObject(
        {
          discount: share('a share above 0, at most 1').optional(),
          robust: number('a share from 0 to 1')
            .min(0, { error: 'a share from 0 to 1' })
            .max(1, { error: 'a share from 0 to 1' })
            .optional(),
        },
        { error: 'a mapping with discount and robust' },
      )
      .optional()
      .describe('Carry the champion’s posterior into the next fit’s prior'),
    reduce: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe('Whether a database reduces the rows where they are, as far as the model allows; false'),
    limits: z
      .strictObject(
        {
          seconds: number('a number above 0')
            .gt(0, { error: 'a number above 0' })
            .optional()
            .describe('Longest time for one fit; 300'),
        },
        { error: 'a mapping with seconds' },
      )
      .optional(),
    actuals: text('a file, postgres://…?sql= or duckdb:FILE?sql=')
      .optional()
      .describe('What really happened, for suite score; data when left out'),
    schedule: text('five fields of cron').optional().describe('When the queue refreshes the suite'),
    registry: text('a folder or postgres://…').optional(),
  },
  { error: 'a mapping with suite, data, unit and model' },
);

export type WrittenSuite = z.infer<typeof writtenSuite>;
