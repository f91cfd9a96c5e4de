/**
 * Takes sums over data apart, so that what does not vary with the row leaves the loop: scalar factors, and terms made of
 * scalars and data alone, whose sums are then known before sampling begins. The value changes by rounding only.
 */
import * as b from '../expr/build.ts';
import { type Expr, isConst, scalar } from '../expr/expr.ts';
import { rebuild, shareCommon, topological, transform } from '../expr/traverse.ts';
import { costOf, dataOnly } from './prepared.ts';

/** coefficient × Σ value; without a value, coefficient × the number of entries. */
interface Term {
  readonly coefficient: Expr;
  readonly value?: Expr;
}

interface Parts {
  readonly terms: readonly Term[];
  readonly rest?: Expr;
}

export function takeSumsApart(roots: readonly Expr[]): Expr[] {
  const shared = shareCommon(transform(shareCommon(roots), cheaper));
  return shareCommon(new Sums(shared).roots());
}

/** A division by a scalar becomes a product with its reciprocal; twice the same a product. */
function cheaper(node: Expr): Expr {
  const [x, y] = node.args;
  if (node.op === 'div' && x!.domain !== scalar && y!.domain === scalar && !isConst(y!))
    return b.mul(x!, b.reciprocal(y!));
  if (node.op === 'add' && x === y && node.domain !== scalar) return b.mul(2, x!);
  if (node.op === 'sub' && x!.op === 'neg' && x!.args[0] === y) return b.mul(-2, y!);
  return node;
}

class Sums {
  readonly #roots: readonly Expr[];
  readonly #order: readonly Expr[];
  readonly #fixed: ReadonlySet<Expr>;
  readonly #uses = new Map<Expr, number>();
  readonly #done = new Map<Expr, Expr>();
  readonly #stripped = new Map<Expr, { factor: Expr; value: Expr }>();

  constructor(roots: readonly Expr[]) {
    this.#roots = roots;
    this.#order = topological(roots);
    this.#fixed = dataOnly(this.#order);
    for (const node of [...this.#order.flatMap((node) => node.args), ...roots])
      this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
  }

  roots(): Expr[] {
    for (const node of this.#order) this.#done.set(node, this.#replaced(node));
    return this.#roots.map((root) => this.#done.get(root)!);
  }

  #replaced(node: Expr): Expr {
    const args = node.args.map((arg) => this.#done.get(arg)!);
    const same = args.every((arg, i) => arg === node.args[i]);
    if (this.#fixed.has(node)) return node;
    if (node.op === 'sum') return this.#sum(node.args[0]!);
    if (node.op === 'segmentSum') return this.#segmentSum(node);
    if (node.op === 'dotTranspose') {
      const { factor, value } = this.#strip(args[0]!);
      return isConst(factor) && factor.value === 1
        ? rebuild(node, args)
        : b.mul(factor, rebuild(node, [value]));
    }
    return same ? node : rebuild(node, args);
  }

  #sum(argument: Expr): Expr {
    const { terms, rest } = this.#split(argument);
    const parts = terms.map(({ coefficient, value }) =>
      b.mul(coefficient, value === undefined ? b.size(argument.domain) : b.sum(value)),
    );
    if (rest !== undefined) {
      const { factor, value } = this.#strip(rest);
      parts.push(b.mul(factor, summed(b.spread(value, argument.domain))));
    }
    return parts.reduce((x, y) => b.add(x, y));
  }

  /** Sums by level: taken apart only where that leaves no pass over the rows. */
  #segmentSum(node: Expr): Expr {
    const [argument] = node.args;
    const summedBy = (value: Expr): Expr =>
      b.segmentSum(b.spread(value, argument!.domain), node.name!, node.domain);
    const { terms, rest } = this.#split(argument!, 0);
    if (rest === undefined)
      return terms
        .map(({ coefficient, value }) => b.mul(coefficient, summedBy(value ?? b.constant(1))))
        .reduce((x, y) => b.add(x, y));
    const { factor, value } = this.#strip(this.#done.get(argument!)!);
    return b.mul(factor, summedBy(value));
  }

  /**
   * What of a summand can be summed beforehand, and what is left. Values shared with others are left whole.
   * @param least cost from which a term of the data alone is summed apart.
   */
  #split(node: Expr, least = worthSumming): Parts {
    const whole: Parts = { terms: [], rest: this.#done.get(node)! };
    if (node.domain === scalar) return { terms: [{ coefficient: this.#done.get(node)! }] };
    if (this.#fixed.has(node))
      return costOf(node) < least ? whole : { terms: [{ coefficient: b.constant(1), value: node }] };
    if (this.#uses.get(node)! > 1) return whole;
    const parts = this.#splitOperation(node, least);
    return parts === undefined || parts.terms.length === 0 ? whole : parts;
  }

  #splitOperation(node: Expr, least: number): Parts | undefined {
    const [x, y] = node.args;
    switch (node.op) {
      case 'spread':
        return this.#split(x!, least);
      case 'neg':
        return negated(this.#split(x!, least));
      case 'add':
        return joined(this.#split(x!, least), this.#split(y!, least));
      case 'sub':
        return joined(this.#split(x!, least), negated(this.#split(y!, least)));
      case 'mul':
        if (isTaken(x!, this.#fixed)) return times(this.#split(y!, least), this.#done.get(x!)!);
        if (isTaken(y!, this.#fixed)) return times(this.#split(x!, least), this.#done.get(y!)!);
    }
    return undefined;
  }

  /** A value over a domain as factor × value with a scalar factor. */
  #strip(node: Expr): { factor: Expr; value: Expr } {
    const known = this.#stripped.get(node);
    if (known !== undefined) return known;
    const stripped = this.#stripOperation(node) ?? { factor: b.constant(1), value: node };
    this.#stripped.set(node, stripped);
    return stripped;
  }

  #stripOperation(node: Expr): { factor: Expr; value: Expr } | undefined {
    if (node.domain === scalar) return undefined;
    const [x, y] = node.args;
    if (node.op === 'neg') {
      const inner = this.#strip(x!);
      return { factor: b.neg(inner.factor), value: inner.value };
    }
    if (node.op !== 'mul') return undefined;
    const [left, right] = [x!, y!].map((arg) =>
      arg.domain === scalar ? { factor: arg, value: undefined } : this.#strip(arg),
    ) as [{ factor: Expr; value?: Expr }, { factor: Expr; value?: Expr }];
    const factor = b.mul(left.factor, right.factor);
    if (left.value === undefined) return { factor, value: right.value! };
    if (right.value === undefined) return { factor, value: left.value };
    if (isConst(factor) && factor.value === 1) return undefined;
    return { factor, value: b.mul(left.value, right.value) };
  }
}

/** Sums of logarithms become logarithms of products, which cost an entry a tenth. */
function summed(value: Expr): Expr {
  const [x] = value.args;
  if (value.op === 'softplus') {
    const distance = b.abs(x!);
    const above = b.mul(0.5, b.sum(b.add(x!, distance)));
    return b.add(above, b.sumLog(b.add(1, b.exp(b.neg(distance)))));
  }
  if (value.op === 'log1p' && isSquare(x!)) return b.sumLog(b.add(1, x!));
  return b.sum(value);
}

/** Whether a value is a square times a scalar. */
function isSquare({ op, args: [x, y] }: Expr): boolean {
  if (op !== 'mul') return false;
  return x === y || (x!.domain === scalar ? isSquare(y!) : y!.domain === scalar && isSquare(x!));
}

/** Cost from which a term of the data alone is summed apart. */
const worthSumming = 4;

function isTaken(node: Expr, fixed: ReadonlySet<Expr>): boolean {
  return node.domain === scalar || fixed.has(node);
}

function joined(x: Parts, y: Parts): Parts {
  const rest = x.rest === undefined ? y.rest : y.rest === undefined ? x.rest : b.add(x.rest, y.rest);
  return { terms: [...x.terms, ...y.terms], ...(rest === undefined ? {} : { rest }) };
}

function negated({ terms, rest }: Parts): Parts {
  return {
    terms: terms.map((term) => ({ ...term, coefficient: b.neg(term.coefficient) })),
    ...(rest === undefined ? {} : { rest: b.neg(rest) }),
  };
}

function times({ terms, rest }: Parts, factor: Expr): Parts {
  const scaled = terms.map(({ coefficient, value }): Term => {
    if (factor.domain === scalar)
      return { coefficient: b.mul(coefficient, factor), ...(value === undefined ? {} : { value }) };
    return { coefficient, value: value === undefined ? factor : b.mul(value, factor) };
  });
  return { terms: scaled, ...(rest === undefined ? {} : { rest: b.mul(rest, factor) }) };
}
