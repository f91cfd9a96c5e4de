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
  const context = {
    chains: trace.chains,
    draws: trace.draws,
    failedChains: failures.length,
    ...(failures[0] === undefined ? {} : { failure: failures[0] }),
    maxTreeDepth,
    ...(worst === undefined ? {} : { paretoK: { worst, limit: importanceLimit } }),
  };
  const verdict = judge(summary, trace.sampleStats, context);
  const trouble = warmup?.trouble;
  // A hierarchy may well rise without end where its scale is zero: that explains a bad fit, but does not make one.
  if (trouble === undefined || (trouble === 'infinity' && verdict.status !== 'bad')) return verdict;
  return judge(summary, trace.sampleStats, { ...context, landscape: landscapes[trouble] });
}

const landscapes = {
  ridge: 'a ridge is level: the data and the priors do not settle every parameter',
  infinity: 'its mode is at infinity: nothing bounds some parameter',
  modes: 'it has two modes of comparable mass, between which chains may not move',
};
