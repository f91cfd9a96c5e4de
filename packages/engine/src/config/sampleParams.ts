// Sampling settings: their defaults, and PyMC's keys that change nothing here.
import type { WrittenConfig } from './schema.ts';

export interface SampleParams {
  readonly draws: number;
  readonly tune: number;
  readonly chains: number;
  readonly target_accept: number;
  readonly random_seed: number;
  readonly max_tree_depth: number;
  readonly metric: 'auto' | 'diagonal' | 'low_rank' | 'dense';
  readonly method: 'auto' | 'nuts' | 'importance';
  readonly warmup: 'auto' | 'windows';
  /** Absent unless asked for, so that a config of before this setting is the same config now. */
  readonly fused?: true;
}

export const defaultSampleParams: SampleParams = {
  draws: 1000,
  tune: 1000,
  chains: 4,
  target_accept: 0.8,
  random_seed: 0,
  max_tree_depth: 10,
  metric: 'auto',
  method: 'nuts',
  warmup: 'auto',
};

/** Arguments of pm.sample that steer PyMC's machinery, not the posterior. */
const ignored = new Set([
  'backend',
  'blas_cores',
  'callback',
  'compile_kwargs',
  'compute_convergence_checks',
  'cores',
  'discard_tuned_samples',
  'idata_kwargs',
  'init',
  'jitter_max_retries',
  'keep_warning_stat',
  'mp_ctx',
  'n_init',
  'nuts_sampler',
  'nuts_sampler_kwargs',
  'progressbar',
  'progressbar_theme',
  'quiet',
  'return_inferencedata',
]);

/** PyMC's spelling → ours. */
const renamed: Readonly<Record<string, string>> = { max_treedepth: 'max_tree_depth' };

export function sampleParamsOf(written: NonNullable<WrittenConfig['sample_params']>): SampleParams {
  const { fused = false, ...others } = written;
  return { ...defaultSampleParams, ...others, ...(fused ? { fused } : {}) };
}

/** A warning for each key of PyMC's that is accepted and ignored. */
export function ignoredSamplingKeys(input: unknown): string[] {
  return Object.keys(samplingOf(input))
    .filter((key) => ignored.has(key))
    .map((key) => `sample_params.${key}: ignored; it steers PyMC's machinery, not the posterior`);
}

/** The config without PyMC's harmless keys and with PyMC's spellings replaced; the input is not changed. */
export function withoutIgnoredKeys(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('sample_params' in input)) return input;
  if (input.sample_params === null) return { ...input, sample_params: {} };
  const sampling = samplingOf(input);
  if (Object.keys(sampling).length === 0) return input;
  const kept = Object.entries(sampling)
    .filter(([key, value]) => !ignored.has(key) && !(key === 'random_seed' && value === null))
    .map(([key, value]) => [Object.hasOwn(renamed, key) ? renamed[key] : key, value]);
  return { ...input, sample_params: Object.fromEntries(kept) };
}

function samplingOf(input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || !('sample_params' in input)) return {};
  const sampling = input.sample_params;
  if (typeof sampling !== 'object' || sampling === null || Array.isArray(sampling)) return {};
  return { ...sampling };
}
