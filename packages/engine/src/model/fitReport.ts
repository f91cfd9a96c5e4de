import type { Summary } from '../posterior/summary.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Verdict } from '../posterior/verdict.ts';
import type { SampledAs } from './parametrization.ts';
import type { SavedModel } from './savedModel.ts';

/** What `posterity fit --json` prints. */
export interface FitReport {
  readonly parameters: Summary;
  readonly verdict: { readonly status: Verdict['status']; readonly reasons: readonly string[] };
  /** How each variable that could be sampled either way was sampled, or that it was integrated out. */
  readonly parametrization: Readonly<Record<string, SampledAs>>;
  readonly divergences: number;
  readonly method: string;
  /** Where `sample_params.fused` asked for fused multiply-add: whether the machine had it. */
  readonly fused?: boolean;
  /** How the chains warmed up, and why so. */
  readonly warmup?: SavedModel['warmup'];
  /** What became of a carried prior. */
  readonly carried?: SavedModel['carried'];
  readonly rows: number;
  readonly distinct_rows: number;
  /** Column → empty cells, and what was done about them; columns without any are absent. */
  readonly missing: NonNullable<SavedModel['missing']>;
  /** Wall time by phase: everything that the answer took, with its summary and verdict as `diagnostics`. */
  readonly seconds: SavedModel['seconds'] & { readonly diagnostics: number };
}

export function reportOf(
  saved: SavedModel,
  parameters: Summary,
  verdict: Verdict,
  trace: Trace,
  parametrization: FitReport['parametrization'],
  diagnosticSeconds: number,
): FitReport {
  const divergences = trace.sampleStats['diverging']?.values.filter((value) => value === 1).length ?? 0;
  return {
    parameters,
    verdict: { status: verdict.status, reasons: verdict.reasons },
    parametrization,
    divergences,
    method: saved.method,
    ...(saved.fused === undefined ? {} : { fused: saved.fused }),
    ...(saved.warmup === undefined ? {} : { warmup: saved.warmup }),
    ...(saved.carried === undefined ? {} : { carried: saved.carried }),
    rows: saved.rows,
    distinct_rows: saved.distinct_rows,
    missing: saved.missing ?? {},
    seconds: {
      ...saved.seconds,
      diagnostics: diagnosticSeconds,
      total: saved.seconds.total + diagnosticSeconds,
    },
  };
}
