/** What may be asked of a prediction, and what is told of an effect. */
import type { NewLevels } from '../config/config.ts';
import type { Interval, PredictionTarget } from './predict.ts';

export interface PredictOptions {
  /** Probability that the interval covers, between 0 and 1. */
  readonly alpha: number;
  /** `observation` (posterior predictive, the default) or the function's value alone. */
  readonly of?: PredictionTarget;
  /** What to do with levels not seen in training; overrides the config's `new_levels`. */
  readonly newLevels?: NewLevels;
}

export interface EffectOptions extends Partial<PredictOptions> {
  /** Steps of a column of numbers from its smallest to its largest; 50. */
  readonly points?: number;
}

/** Predictions along one column; one entry a value. */
export interface Effects extends Interval {
  readonly column: string;
  readonly values: readonly (number | string)[];
  /** Where the other columns stand. */
  readonly at: Readonly<Record<string, number | string>>;
}
