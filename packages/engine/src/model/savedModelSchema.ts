// The shape of what a saved model's file says beside the draws.
import * as z from 'zod/mini';
import { keptJoint } from '../carry/keptJoint.ts';
import { keptStatistics } from '../carry/keptStatistics.ts';
import { seenTable } from '../data/seenSchema.ts';

const level = z.union([z.number(), z.string(), z.readonly(z.array(z.union([z.number(), z.string()])))]);
const range = z.object({ low: z.number(), high: z.number() });
const columnState = z.object({
  fill: z.optional(z.number()),
  transform: z.optional(z.enum(['log', 'log1p', 'logit', 'sqrt'])),
  scaling: z.optional(
    z.object({
      scale: z.enum(['standardize', 'max', 'minmax', 'center']),
      offset: z.number(),
      factor: z.number(),
    }),
  ),
  encoding: z.optional(
    z.object({
      encode: z.enum(['onehot', 'ordinal']),
      unseen: z.enum(['error', 'ignore']),
      levels: z.readonly(z.array(level)),
    }),
  ),
});

const basis = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bs'), degree: z.number(), knots: z.readonly(z.array(z.number())) }),
  z.object({ kind: z.literal('gp'), count: z.number(), centre: z.number(), half: z.number() }),
]);

export const savedModel = z.object({
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
      rows: z.optional(z.array(z.number())),
    }),
  ),
  rows: z.number(),
  distinct_rows: z.number(),
  fingerprint: z.string(),
  dependent: z.string(),
  method: z.string(),
  /** How the chains warmed up and why so; files of earlier versions do not say. */
  warmup: z.optional(
    z.object({
      way: z.string(),
      reason: z.string(),
      tune: z.number(),
      evaluations: z.number(),
      pareto_k: z.optional(z.number()),
      efficiency: z.optional(z.number()),
      trouble: z.optional(z.enum(['ridge', 'infinity', 'modes'])),
    }),
  ),
  /** Wall time by phase; files of earlier versions tell fewer. */
  seconds: z.object({
    preparation: z.optional(z.number()),
    compile: z.number(),
    planning: z.optional(z.number()),
    warmup: z.number(),
    sampling: z.number(),
    total: z.number(),
  }),
  /** Where fused multiply-add was asked for: whether the machine had it. */
  fused: z.optional(z.boolean()),
  failures: z.array(z.string()),
  noncentered: z.array(z.string()),
  /** Variables that were integrated out and drawn given the others. */
  integrated: z.optional(z.array(z.string())),
  bases: z.optional(z.record(z.string(), basis)),
  chains: z.array(
    z.object({
      step_size: z.nullable(z.number()),
      inverse_metric: z.array(z.nullable(z.number())),
      centre: z.optional(z.array(z.nullable(z.number()))),
      around: z.optional(z.array(z.nullable(z.number()))),
      /** Where the chain ended, over the real numbers it moved. */
      position: z.optional(z.array(z.nullable(z.number()))),
    }),
  ),
  /** What became of a carried prior. */
  carried: z.optional(
    z.object({
      /** Its effective sample size, in words. */
      worth: z.optional(z.string()),
      /** Prior–data conflict; absent where no direction could be tested. */
      conflict: z.optional(z.object({ p: z.number(), statistic: z.number(), df: z.number() })),
      /** Weight of the carried prior beside the own ones, before and after the data. */
      weight: z.optional(z.object({ prior: z.number(), posterior: z.number() })),
    }),
  ),
  /** Reduced rows, to which further ones can be added exactly. */
  statistics: z.optional(keptStatistics),
  /** The joint density on the scales that chains move on, for the next update, where one by NUTS has kept it. */
  joint: z.optional(keptJoint),
  /** How further rows were learned from since the fit. */
  updates: z.optional(
    z.array(
      z.object({ method: z.enum(['exact', 'importance', 'nuts']), reason: z.string(), rows: z.number() }),
    ),
  ),
  /** The rows learned from. */
  seen: z.optional(seenTable),
  preprocessing: z.optional(z.record(z.string(), columnState)),
  missing: z.optional(
    z.record(z.string(), z.object({ policy: z.enum(['mean', 'impute', 'drop']), cells: z.number() })),
  ),
  ranges: z.optional(z.record(z.string(), range)),
});
