/** How chains are run. */
export interface SamplerSettings {
  /** Kept draws of each chain. */
  readonly draws: number;
  /** Warm-up transitions of each chain. */
  readonly tune: number;
  readonly chains: number;
  /** Acceptance rate the step size aims at, between 0 and 1. */
  readonly targetAccept: number;
  /** Doublings after which a trajectory is given up, from 1 to 20. */
  readonly maxTreeDepth: number;
  /** The mass matrix learned in the warm-up. */
  readonly metric: 'diag' | 'dense';
  /** A whole number from 0 to 2^53. */
  readonly seed: number;
}

export const defaultSettings: SamplerSettings = {
  draws: 1000,
  tune: 1000,
  chains: 4,
  targetAccept: 0.8,
  maxTreeDepth: 10,
  metric: 'diag',
  seed: 0,
};
