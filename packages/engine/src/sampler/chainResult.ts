/** What a chain leaves behind, whichever method drew it. */
import type { Plan } from './plan.ts';

/** Statistics of each draw of NUTS, in the order the core writes them; names are ArviZ's. */
export const statisticNames = [
  'lp',
  'energy',
  'tree_depth',
  'n_steps',
  'acceptance_rate',
  'diverging',
  'step_size',
] as const;
/** Those of independent draws: whether a draw is the first of its proposal; and the log ratio of the densities at each proposal. */
export const independentStatisticNames = ['lp', 'acceptance_rate', 'log_ratio'] as const;
export type StatisticName = (typeof statisticNames)[number] | (typeof independentStatisticNames)[number];

export interface ChainResult {
  /** Unconstrained positions, those of parameters integrated out last: draws × (dimension + integrated). */
  readonly draws: Float64Array;
  /** One value a draw; `lp` is the log density on the unconstrained scale, `energy` the Hamiltonian at the draw. */
  readonly stats: Readonly<{ lp: Float64Array } & Partial<Record<StatisticName, Float64Array>>>;
  /** NaN where no step was made. */
  readonly stepSize: number;
  /** As `layoutOfLength` tells. */
  readonly inverseMetric: Float64Array;
  /** The middle of the normal part, where that was solved exactly. */
  readonly centre?: Float64Array;
  /** The middle of the approximation by which the chain jumped. */
  readonly around?: Float64Array;
  /** How the chain warmed up, and why so. */
  readonly warmup: Pick<Plan, 'way' | 'reason' | 'tune'>;
  /** Density evaluations in the warm-up and in all. */
  readonly warmupEvaluations: number;
  readonly evaluations: number;
  /** Of independent draws: how many are copies of the one of which there are most. */
  readonly mostCopies?: number;
  /** By the chain's own clock; `compile` is there where its thread had to instantiate the kernel for it. */
  readonly seconds: { readonly compile?: number; readonly warmup: number; readonly sampling: number };
  /** Why the chain could not run; its draws are then NaN. */
  readonly failure?: string;
}

/** Columns of one value a draw, one after the other, under their names. */
export function statisticsOf(columns: Float64Array, names: readonly StatisticName[]): ChainResult['stats'] {
  const draws = columns.length / names.length;
  const column = (k: number): Float64Array => columns.subarray(k * draws, (k + 1) * draws);
  return {
    lp: column(0),
    ...Object.fromEntries(names.map((name, k): [StatisticName, Float64Array] => [name, column(k)])),
  };
}

export function failedChain(
  draws: number,
  dimension: number,
  failure: string,
  way: Plan['way'] = 'given',
): ChainResult {
  return {
    draws: new Float64Array(draws * dimension).fill(Number.NaN),
    stats: statisticsOf(new Float64Array(draws * statisticNames.length).fill(Number.NaN), statisticNames),
    stepSize: Number.NaN,
    inverseMetric: new Float64Array(dimension).fill(Number.NaN),
    warmup: { way, reason: failure, tune: 0 },
    warmupEvaluations: 0,
    evaluations: 0,
    seconds: { warmup: 0, sampling: 0 },
    failure,
  };
}
