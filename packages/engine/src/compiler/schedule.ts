/**
 * Orders an expression graph into steps: scalar work, and loops over one domain each. Everything ready over a domain goes
 * into one loop, so a row's forward and backward pass are one; loops over rows come last among those ready.
 */
import { type Domain, type Expr, rows, scalar } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';

/** Scalars computed once, in order. */
export interface ScalarStep {
  readonly kind: 'scalars';
  readonly nodes: readonly Expr[];
}

/** One pass over a domain. */
export interface LoopStep {
  readonly kind: 'loop';
  readonly domain: Domain;
  /** Nodes of the domain, in order. */
  readonly nodes: readonly Expr[];
  /** Sums over the domain (`sum`, `sumLog`, `segmentSum`, `dotTranspose`), complete after the loop. */
  readonly reductions: readonly Expr[];
}

/** A node that needs a loop of its own kind: `cumsum`, `reverseCumsum`, `stack`. */
export interface WholeStep {
  readonly kind: 'whole';
  readonly node: Expr;
}

export type Step = ScalarStep | LoopStep | WholeStep;

export interface Schedule {
  readonly steps: readonly Step[];
  /** Vector nodes that must stand in memory, because another step reads them. */
  readonly stored: ReadonlySet<Expr>;
}

const reductionOps = new Set(['sum', 'sumLog', 'segmentSum', 'dotTranspose']);
const wholeOps = new Set(['cumsum', 'reverseCumsum', 'stack']);
/** Operations that read their argument at other places than their own entry. */
const readers = new Set(['gather', 'dot', 'shift', 'cumsum', 'reverseCumsum', 'element']);

/** Leaves are read afresh wherever they are used. */
export function isLeaf(node: Expr): boolean {
  return node.args.length === 0;
}

/**
 * Schedules everything the outputs need.
 * @param vectorOutputs nodes that must end in memory whatever reads them.
 */
export function schedule(outputs: readonly Expr[], vectorOutputs: readonly Expr[]): Schedule {
  const order = topological([...outputs, ...vectorOutputs]).filter((node) => !isLeaf(node));
  const done = new Set<Expr>();
  const stepOf = new Map<Expr, number>();
  const steps: Step[] = [];
  let waiting = order;

  const isDone = (node: Expr): boolean => isLeaf(node) || done.has(node);
  const finish = (step: Step, nodes: readonly Expr[]): void => {
    for (const node of nodes) {
      done.add(node);
      stepOf.set(node, steps.length);
    }
    steps.push(step);
    waiting = waiting.filter((node) => !done.has(node));
  };

  while (waiting.length > 0) {
    const before = waiting.length;
    const scalars = closure(waiting, isDone, (node) => node.domain === scalar && !reductionOps.has(node.op));
    if (scalars.length > 0) finish({ kind: 'scalars', nodes: scalars }, scalars);
    const whole = waiting.find((node) => wholeOps.has(node.op) && node.args.every(isDone));
    if (whole !== undefined) {
      finish({ kind: 'whole', node: whole }, [whole]);
      continue;
    }
    const loop = nextLoop(waiting, isDone);
    if (loop !== undefined) finish(loop, [...loop.nodes, ...loop.reductions]);
    if (waiting.length === before)
      throw new Error('the expression graph cannot be ordered; please report this');
  }

  const stored = new Set<Expr>(vectorOutputs.filter((node) => !isLeaf(node)));
  for (const node of order) {
    for (const arg of node.args) {
      if (arg.domain === scalar) continue;
      const elsewhere = readers.has(node.op) || stepOf.get(arg) !== stepOf.get(node);
      if (!isLeaf(arg) && elsewhere) stored.add(arg);
    }
    if (
      wholeOps.has(node.op) ||
      ((node.op === 'segmentSum' || node.op === 'dotTranspose') && node.domain !== scalar)
    )
      stored.add(node);
  }
  return { steps, stored };
}

/** The nodes that pass the filter and need nothing but what is done or before them in the closure. */
function closure(
  waiting: readonly Expr[],
  isDone: (node: Expr) => boolean,
  filter: (node: Expr) => boolean,
): Expr[] {
  const within = new Set<Expr>();
  for (const node of waiting) {
    if (!filter(node)) continue;
    const ready = node.args.every(
      (arg) => isDone(arg) || (within.has(arg) && !(readers.has(node.op) && arg.domain !== scalar)),
    );
    if (ready) within.add(node);
  }
  return [...within];
}

function nextLoop(waiting: readonly Expr[], isDone: (node: Expr) => boolean): LoopStep | undefined {
  const domains = new Set<Domain>();
  for (const node of waiting) {
    const over = reductionOps.has(node.op) ? node.args[0]!.domain : node.domain;
    if (over !== scalar) domains.add(over);
  }
  // Rows last: everything shorter that is ready is made first, so that one pass over the rows can do more.
  for (const domain of [...domains].sort((a, b) => Number(a === rows) - Number(b === rows))) {
    const nodes = closure(
      waiting,
      isDone,
      (node) => node.domain === domain && !reductionOps.has(node.op) && !wholeOps.has(node.op),
    );
    const inLoop = new Set(nodes);
    const reductions = waiting.filter(
      (node) =>
        reductionOps.has(node.op) &&
        node.args[0]!.domain === domain &&
        (inLoop.has(node.args[0]!) || isDone(node.args[0]!)),
    );
    if (nodes.length > 0 || reductions.length > 0) return { kind: 'loop', domain, nodes, reductions };
  }
  return undefined;
}
