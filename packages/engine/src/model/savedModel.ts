/** What a saved model's file says beside the draws: enough to predict, export and refit. */
import { z } from 'zod';
import { keptStatistics } from '../carry/statistics.ts';
import { FormatError } from '../config/errors.ts';
import { encodedVectors } from '../data/preprocessing.ts';
import { seenTable } from '../data/seenTable.ts';
import { covariateNames } from './dataShape.ts';
import { missingGroup } from './imputation.ts';
import { type Specification, specialise } from './specification.ts';

const level = z.union([z.number(), z.string(), z.array(z.union([z.number(), z.string()])).readonly()]);
const range = z.object({ low: z.number(), high: z.number() });
const columnState = z.object({
  fill: z.number().optional(),
  transform: z.enum(['log', 'log1p', 'logit', 'sqrt']).optional(),
  scaling: z
    .object({
      scale: z.enum(['standardize', 'max', 'minmax', 'center']),
      offset: z.number(),
      factor: z.number(),
    })
    .optional(),
  encoding: z
    .object({
      encode: z.enum(['onehot', 'ordinal']),
      unseen: z.enum(['error', 'ignore']),
      levels: z.array(level).readonly(),
    })
    .optional(),
});

const basis = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bs'), degree: z.number(), knots: z.array(z.number()).readonly() }),
  z.object({ kind: z.literal('gp'), count: z.number(), centre: z.number(), half: z.number() }),
]);

const savedModel = z.object({
  format: z.literal('posterity-model'),
  version: z.number(),
  config: z.record(z.string(), z.unknown()),
  groups: z.record(
    z.string(),
    z.object({
      columns: z.array(z.string()),
      levels: z.array(level),
      labels: z.array(z.string()),
      /** Rows of each level. */
      rows: z.array(z.number()).optional(),
    }),
  ),
  rows: z.number(),
  distinct_rows: z.number(),
  fingerprint: z.string(),
  dependent: z.string(),
  method: z.string(),
  /** How the chains warmed up and why so; files of earlier versions do not say. */
  warmup: z
    .object({
      way: z.string(),
      reason: z.string(),
      tune: z.number(),
      evaluations: z.number(),
      pareto_k: z.number().optional(),
      efficiency: z.number().optional(),
      trouble: z.enum(['ridge', 'infinity', 'modes']).optional(),
    })
    .optional(),
  /** Wall time by phase; files of earlier versions tell fewer. */
  seconds: z.object({
    preparation: z.number().optional(),
    compile: z.number(),
    planning: z.number().optional(),
    warmup: z.number(),
    sampling: z.number(),
    total: z.number(),
  }),
  /** Where fused multiply-add was asked for: whether the machine had it. */
  fused: z.boolean().optional(),
  failures: z.array(z.string()),
  noncentered: z.array(z.string()),
  bases: z.record(z.string(), basis).optional(),
  chains: z.array(
    z.object({
      step_size: z.number().nullable(),
      inverse_metric: z.array(z.number().nullable()),
      /** Where the chain ended, over the real numbers it moved. */
      position: z.array(z.number().nullable()).optional(),
    }),
  ),
  /** What became of a carried prior. */
  carried: z
    .object({
      /** Its effective sample size, in words. */
      worth: z.string().optional(),
      /** Prior–data conflict; absent where no direction could be tested. */
      conflict: z.object({ p: z.number(), statistic: z.number(), df: z.number() }).optional(),
      /** Weight of the carried prior beside the own ones, before and after the data. */
      weight: z.object({ prior: z.number(), posterior: z.number() }).optional(),
    })
    .optional(),
  /** Reduced rows, to which further ones can be added exactly. */
  statistics: keptStatistics.optional(),
  /** How further rows were learned from since the fit. */
  updates: z
    .array(
      z.object({ method: z.enum(['exact', 'importance', 'nuts']), reason: z.string(), rows: z.number() }),
    )
    .optional(),
  /** The rows learned from. */
  seen: seenTable.optional(),
  preprocessing: z.record(z.string(), columnState).optional(),
  missing: z
    .record(z.string(), z.object({ policy: z.enum(['mean', 'impute', 'drop']), cells: z.number() }))
    .optional(),
  ranges: z.record(z.string(), range).optional(),
});

/** Everything of a fit but its draws; plain JSON. */
export type SavedModel = z.infer<typeof savedModel>;

export const savedModelVersion = 1;

/** The model in the form that its training data gave it. */
export function trainedForm(specification: Specification, saved: SavedModel): Specification {
  const imputed = covariateNames(specification.config).filter((name) =>
    Object.hasOwn(saved.groups, missingGroup(name)),
  );
  return specialise(specification, { vectors: encodedVectors(saved.preprocessing ?? {}), imputed });
}

/** @throws FormatError when the text does not describe a saved model of a version that can be read. */
export function readSavedModel(text: unknown): SavedModel {
  if (typeof text !== 'string') {
    throw new FormatError(
      'the file holds draws but no posterity model; save it with saveTrace, or predict from the config anew',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      'the description of the model inside the file is not JSON: the file has been altered',
      { cause },
    );
  }
  const parsed = savedModel.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new FormatError(
      `the description of the model inside the file is damaged at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? 'unknown'}`,
    );
  }
  if (parsed.data.version > savedModelVersion) {
    throw new FormatError(
      `the model was saved by a newer version (schema ${parsed.data.version}, this one reads ${savedModelVersion}); upgrade to open it`,
    );
  }
  return parsed.data;
}
