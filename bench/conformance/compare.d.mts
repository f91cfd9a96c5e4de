import type { Summary } from '@posterity/engine';
import type { Posterior } from './models.mjs';

export declare function compare(
  posterior: Posterior,
  parameters: Summary,
): { worst: number; at: string; worstSd: number; ess: number; count: number };
