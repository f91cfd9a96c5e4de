/**
 * Reverse-mode differentiation of an expression graph, done once at compile time (Griewank & Walther 2008, ch. 3).
 *
 * Conditions: the adjoint of a branch carries the condition under which the branch is taken (its gate), and the gate is
 * applied after the chain rule's products, so a derivative that is not finite on the branch not taken never meets 0 · ∞.
 */
import * as b from './build.ts';
import { isElementwise } from './evaluate.ts';
import { type Domain, type Expr, isConst, isTruth, rows, scalar } from './expr.ts';
import { topological } from './traverse.ts';

interface Adjoint {
  /** When the adjoint is other than zero; undefined: always. */
  readonly gate: Expr | undefined;
  readonly value: Expr;
}

function gated(adjoint: Adjoint): Expr {
  return adjoint.gate === undefined ? adjoint.value : b.select(adjoint.gate, adjoint.value, 0);
}

function plus(x: Adjoint | undefined, y: Adjoint): Adjoint {
  if (x === undefined) return y;
  if (x.gate === y.gate) return { gate: x.gate, value: b.add(x.value, y.value) };
  if (x.gate === undefined || y.gate === undefined)
    return { gate: undefined, value: b.add(gated(x), gated(y)) };
  // One of two branches is always taken.
  if (x.gate.op === 'not' && x.gate.args[0] === y.gate)
    return { gate: undefined, value: b.select(y.gate, y.value, x.value) };
  if (y.gate.op === 'not' && y.gate.args[0] === x.gate)
    return { gate: undefined, value: b.select(x.gate, x.value, y.value) };
  return { gate: b.or(x.gate, y.gate), value: b.add(gated(x), gated(y)) };
}

/**
 * Derivatives of a scalar expression by each of `variables` (leaves or inner nodes), each on the variable's own domain.
 * Steps (floor, ceil, sign, comparisons) have derivative zero.
 */
export function differentiate(output: Expr, variables: readonly Expr[]): Expr[] {
  if (output.domain !== scalar) throw new Error('only a scalar can be differentiated; please report this');
  const order = topological([output]);
  const active = new Set<Expr>(variables);
  for (const node of order) if (node.args.some((arg) => active.has(arg)) && !isTruth(node)) active.add(node);

  const adjoints = new Map<Expr, Adjoint>();
  adjoints.set(output, { gate: undefined, value: b.constant(1) });
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const adjoint = adjoints.get(node);
    if (adjoint === undefined || !active.has(node)) continue;
    node.args.forEach((arg, k) => {
      if (!active.has(arg)) return;
      for (const part of contributions(node, k, adjoint)) {
        const sent = toDomain(part, acrossDomain(node), arg);
        if (!(isConst(sent.value) && sent.value.value === 0))
          adjoints.set(arg, plus(adjoints.get(arg), sent));
      }
    });
  }
  return variables.map((variable) => {
    const adjoint = adjoints.get(variable);
    if (adjoint === undefined) return b.constant(0);
    return b.spread(gated(adjoint), variable.domain);
  });
}

/**
 * An adjoint on the argument's own domain: what many entries send to a scalar comes back as their sum. A scalar adjoint of
 * a value on a domain stands for every entry, so its sum is a multiple by the size of the domain.
 */
function toDomain(adjoint: Adjoint, from: Domain, arg: Expr): Adjoint {
  if (arg.domain !== scalar || from === scalar) return adjoint;
  const { gate, value } = adjoint;
  if (gate !== undefined && gate.domain !== scalar)
    return moved(adjoint, arg, (it) => b.sum(b.spread(it, from)));
  return { gate, value: value.domain === scalar ? b.mul(b.size(from), value) : b.sum(value) };
}

/**
 * An adjoint moved to an argument on another domain by a linear map with no negative weights. The gate goes with it: open
 * where any entry that sends something has its own open, so that an argument that nothing takes gets no 0 · ∞.
 */
function moved(adjoint: Adjoint, arg: Expr, move: (value: Expr) => Expr): Adjoint {
  const value = move(gated(adjoint));
  // A leaf multiplies nothing further.
  if (adjoint.gate === undefined || arg.args.length === 0) return { gate: undefined, value };
  return { gate: b.gt(move(b.select(adjoint.gate, 1, 0)), 0), value };
}

/** The domain whose entries each send a contribution; structural operations have already moved theirs. */
function acrossDomain(node: Expr): Domain {
  return isElementwise(node.op) ? node.domain : scalar;
}

/** What a node sends to its argument k, by the chain rule. */
function contributions(node: Expr, k: number, adjoint: Adjoint): Adjoint[] {
  const plain = (value: Expr): Adjoint[] => [{ gate: adjoint.gate, value }];
  const seed = adjoint.value;
  const arg = node.args[k]!;
  switch (node.op) {
    case 'select': {
      if (k === 0) return [];
      const taken = k === 1 ? node.args[0]! : b.not(node.args[0]!);
      return [{ gate: adjoint.gate === undefined ? taken : b.and(adjoint.gate, taken), value: seed }];
    }
    case 'spread':
      return [moved(adjoint, arg, (value) => b.sum(b.spread(value, node.domain)))];
    case 'sum':
      return plain(seed);
    case 'gather': {
      const back = (value: Expr): Expr => b.segmentSum(b.spread(value, node.domain), node.name!, arg.domain);
      return [moved(adjoint, arg, back)];
    }
    case 'segmentSum':
      return [moved(adjoint, arg, (value) => b.gather(value, node.name!, arg.domain))];
    case 'dot': {
      const { gate } = moved(adjoint, arg, (value) => b.sum(b.spread(value, rows)));
      return [{ gate, value: b.dotTranspose(node.name!, b.spread(gated(adjoint), rows)) }];
    }
    case 'dotTranspose':
      return [{ gate: undefined, value: b.dot(node.name!, gated(adjoint)) }];
    case 'shift':
      return [moved(adjoint, arg, (value) => b.shift(b.spread(value, node.domain), -node.value!))];
    case 'cumsum':
      return [moved(adjoint, arg, (value) => b.reverseCumsum(b.spread(value, node.domain)))];
    case 'reverseCumsum':
      return [moved(adjoint, arg, (value) => b.cumsum(b.spread(value, node.domain)))];
    case 'element': {
      const at = b.eq(b.position(node.args[0]!.domain), node.value!);
      return [{ gate: at, value: gated(adjoint) }];
    }
    case 'stack':
      return [moved(adjoint, arg, (value) => b.element(b.spread(value, node.domain), k))];
    default: {
      const factor = derivatives[node.op];
      if (factor === undefined) return [];
      return plain(factor(node, k, seed));
    }
  }
}

type Rule = (node: Expr, k: number, seed: Expr) => Expr;

const first = (node: Expr): Expr => node.args[0]!;

const derivatives: Readonly<Partial<Record<Expr['op'], Rule>>> = {
  add: (_, __, s) => s,
  sub: (_, k, s) => (k === 0 ? s : b.neg(s)),
  mul: (n, k, s) => b.mul(s, n.args[1 - k]!),
  div: (n, k, s) => (k === 0 ? b.div(s, n.args[1]!) : b.neg(b.div(b.mul(s, n), n.args[1]!))),
  pow: (n, k, s) => {
    const [x, y] = [n.args[0]!, n.args[1]!];
    // x^0 is 1 wherever x is, 0 included.
    if (k === 0) return b.select(b.ne(y, 0), b.mul(s, b.mul(y, b.pow(x, b.sub(y, 1)))), 0);
    // d/dy x^y at x = 0 is 0 for y > 0, though log x is not finite there.
    return b.select(b.eq(x, 0), 0, b.mul(s, b.mul(n, b.log(x))));
  },
  // A tie counts for the first argument alone, so that min(x, x) has the slope of x.
  min: (n, k, s) => b.select(k === 0 ? b.le(n.args[0]!, n.args[1]!) : b.lt(n.args[1]!, n.args[0]!), s, 0),
  max: (n, k, s) => b.select(k === 0 ? b.ge(n.args[0]!, n.args[1]!) : b.gt(n.args[1]!, n.args[0]!), s, 0),
  logaddexp: (n, k, s) => b.mul(s, b.invlogit(b.sub(n.args[k]!, n.args[1 - k]!))),
  neg: (_, __, s) => b.neg(s),
  sqrt: (n, _, s) => b.div(b.mul(0.5, s), n),
  abs: (n, _, s) => b.mul(s, b.sign(first(n))),
  exp: (n, _, s) => b.mul(s, n),
  expm1: (n, _, s) => b.mul(s, b.exp(first(n))),
  log: (n, _, s) => b.div(s, first(n)),
  log1p: (n, _, s) => b.div(s, b.add(1, first(n))),
  sin: (n, _, s) => b.mul(s, b.cos(first(n))),
  cos: (n, _, s) => b.neg(b.mul(s, b.sin(first(n)))),
  tan: (n, _, s) => b.mul(s, b.add(1, b.square(n))),
  sinh: (n, _, s) => b.mul(s, b.cosh(first(n))),
  cosh: (n, _, s) => b.mul(s, b.sinh(first(n))),
  tanh: (n, _, s) => b.mul(s, b.sub(1, b.square(n))),
  asin: (n, _, s) => b.div(s, b.sqrt(b.sub(1, b.square(first(n))))),
  acos: (n, _, s) => b.neg(b.div(s, b.sqrt(b.sub(1, b.square(first(n)))))),
  atan: (n, _, s) => b.div(s, b.add(1, b.square(first(n)))),
  invlogit: (n, _, s) => b.mul(s, b.mul(n, b.invlogit(b.neg(first(n))))),
  softplus: (n, _, s) => b.mul(s, b.invlogit(first(n))),
  lgamma: (n, _, s) => b.mul(s, b.digamma(first(n))),
  digamma: (n, _, s) => b.mul(s, b.trigamma(first(n))),
  erf: (n, _, s) => b.mul(s, b.mul(2 / Math.sqrt(Math.PI), b.exp(b.neg(b.square(first(n)))))),
  erfc: (n, _, s) => b.neg(b.mul(s, b.mul(2 / Math.sqrt(Math.PI), b.exp(b.neg(b.square(first(n))))))),
  ndtr: (n, _, s) => b.mul(s, b.exp(normalLogDensity(first(n)))),
  logNdtr: (n, _, s) => b.mul(s, b.exp(b.sub(normalLogDensity(first(n)), n))),
  logI0: (n, _, s) => b.mul(s, b.besselI1OverI0(first(n))),
  gammaP: (n, k, s) => b.mul(s, gammaDerivative(n, k)),
  gammaQ: (n, k, s) => b.neg(b.mul(s, gammaDerivative(n, k))),
  betaI: (n, k, s) => b.mul(s, betaDerivative(n, k)),
};

const halfLogTwoPi = 0.9189385332046728;

function normalLogDensity(x: Expr): Expr {
  return b.sub(b.mul(-0.5, b.square(x)), halfLogTwoPi);
}

function gammaDerivative(node: Expr, k: number): Expr {
  const [a, x] = [node.args[0]!, node.args[1]!];
  if (k === 0) return b.gammaPDa(a, x);
  return b.exp(b.sub(b.sub(b.mul(b.sub(a, 1), b.log(x)), x), b.lgamma(a)));
}

function betaDerivative(node: Expr, k: number): Expr {
  const [alpha, beta, x] = [node.args[0]!, node.args[1]!, node.args[2]!];
  if (k === 0) return b.betaIDa(alpha, beta, x);
  if (k === 1) return b.betaIDb(alpha, beta, x);
  const logBeta = b.sub(b.add(b.lgamma(alpha), b.lgamma(beta)), b.lgamma(b.add(alpha, beta)));
  return b.exp(
    b.sub(b.add(b.mul(b.sub(alpha, 1), b.log(x)), b.mul(b.sub(beta, 1), b.log1p(b.neg(x)))), logBeta),
  );
}
