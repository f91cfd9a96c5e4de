import type { Summary } from '../posterior/summary.ts';
import type { Trace } from '../posterior/trace.ts';
import { judge, type Verdict } from '../posterior/verdict.ts';
import type { SavedModel } from './savedModel.ts';

/** Pareto k from which independent draws by importance are not trusted; the sampler then moves on to NUTS. */
const importanceLimit = 0.5;

/** The verdict on a fit, with what the draws alone do not tell. */
export function verdictOf(
  summary: Summary,
  trace: Trace,
  { failures, warmup, method }: SavedModel,
  maxTreeDepth: number,
): Verdict {
  const worst = method === 'importance' ? warmup?.pareto_k : undefined;
  return judge(summary, trace.sampleStats, {
    chains: trace.chains,
    draws: trace.draws,
    failedChains: failures.length,
    maxTreeDepth,
    ...(worst === undefined ? {} : { paretoK: { worst, limit: importanceLimit } }),
  });
}
