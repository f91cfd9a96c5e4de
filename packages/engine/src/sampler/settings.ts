import type { MetricLayout } from './metric.ts';

/** How chains are run. */
export interface SamplerSettings {
  /** Kept draws of each chain. */
  readonly draws: number;
  /** Warm-up transitions of each chain, at most: a plan may need fewer. */
  readonly tune: number;
  readonly chains: number;
  /** Acceptance rate the step size aims at, between 0 and 1. */
  readonly targetAccept: number;
  /** Doublings after which a trajectory is given up, from 1 to 20. */
  readonly maxTreeDepth: number;
  /** The mass matrix; `auto` is dense up to 32 dimensions and has a few directions above. */
  readonly metric: 'auto' | MetricLayout;
  /** NUTS; independent draws, if they can be trusted; `auto` is the latter. */
  readonly method: 'nuts' | 'importance' | 'auto';
  /** From the mode or from gradients, as the target allows; or in Stan's windows. */
  readonly warmup: 'auto' | 'windows';
  /** A whole number from 0 to 2^53. */
  readonly seed: number;
}

export const defaultSettings: SamplerSettings = {
  draws: 1000,
  tune: 1000,
  chains: 4,
  targetAccept: 0.8,
  maxTreeDepth: 10,
  metric: 'auto',
  method: 'nuts',
  warmup: 'auto',
  seed: 0,
};
