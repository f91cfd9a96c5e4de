import { type Expr, scalar } from '../expr/expr.ts';
import { isLeaf, type Schedule } from './schedule.ts';

/** Scalars that another step, or the end of the function, reads. */
export function readAcrossSteps(plan: Schedule, outputs: readonly Expr[]): Set<Expr> {
  const across = new Set<Expr>(outputs);
  for (const step of plan.steps) {
    if (step.kind === 'scalars') {
      const within = new Set(step.nodes);
      for (const node of step.nodes)
        for (const arg of node.args) if (!isLeaf(arg) && !within.has(arg)) across.add(arg);
    } else {
      const nodes = step.kind === 'loop' ? [...step.nodes, ...step.reductions] : [step.node];
      for (const node of nodes) for (const arg of node.args) if (arg.domain === scalar) across.add(arg);
    }
  }
  return across;
}
