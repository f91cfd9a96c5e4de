/**
 * Sufficient statistics, found in the log density itself: where it is a sum of functions of the outcome times functions
 * of everything else, rows that agree in everything else need only the means of the former (Fisher 1922; Koopman 1936).
 */
import * as b from '../expr/build.ts';
import { isElementwise, numeric } from '../expr/evaluate.ts';
import { type Expr, isConstOf } from '../expr/expr.ts';
import { rebuild, topological } from '../expr/traverse.ts';

/** Numbers of a group of rows, as expressions over the reduced rows. */
export interface GroupNumbers {
  /** Sum of the weights. */
  readonly weight: Expr;
  /** Weighted mean of statistic k. */
  readonly mean: (k: number) => Expr;
  /** Weighted sum of squared distances of statistic k from its mean. */
  readonly squares: (k: number) => Expr;
}

export interface SufficientForm {
  readonly terms: readonly Term[];
  /** Functions of the outcome, and of what the rows of a group share, without parameters. */
  readonly statistics: readonly { readonly expr: Expr; readonly hasSquares: boolean }[];
  /** Log density of a group. */
  readonly logDensity: (group: GroupNumbers) => Expr;
}

/** factor × statistic, or factor × (statistic − centre)². */
export interface Term {
  readonly statistic: Expr;
  readonly factor: Expr;
  readonly centre?: Expr;
}

const one = b.constant(1);
const mostTerms = 12;

/** The form of a row's log density, or undefined where it is no such sum. */
export function sufficientForm(logDensity: Expr, outcome: string): SufficientForm | undefined {
  const terms = new Decomposition(logDensity, outcome).terms();
  if (terms === undefined || terms.length > mostTerms) return undefined;
  const statistics: { expr: Expr; hasSquares: boolean }[] = [];
  const keys = new Map<string, number>();
  const numberOf = (expr: Expr, needsSquares: boolean): number => {
    const key = keyOf(expr);
    let k = keys.get(key);
    if (k === undefined) {
      k = statistics.push({ expr, hasSquares: false }) - 1;
      keys.set(key, k);
    }
    if (needsSquares) statistics[k] = { expr, hasSquares: true };
    return k;
  };
  const numbered = terms.map((term) =>
    isConstOf(term.statistic, 1)
      ? { ...term, k: -1 }
      : { ...term, k: numberOf(term.statistic, term.centre !== undefined) },
  );
  const logDensityOf = ({ weight, mean, squares }: GroupNumbers): Expr =>
    numbered
      .map(({ k, factor, centre }) => {
        if (k < 0) return b.mul(weight, factor);
        if (centre !== undefined) {
          const distance = b.mul(weight, b.square(b.sub(mean(k), centre)));
          return b.mul(factor, b.add(squares(k), distance));
        }
        // A function that is not finite does not count where its statistic is nothing.
        return b.select(b.ne(mean(k), 0), b.mul(b.mul(weight, mean(k)), factor), 0);
      })
      .reduce((x, y) => b.add(x, y));
  return { terms, statistics, logDensity: logDensityOf };
}

function keyOf(expr: Expr): string {
  return `${expr.op} ${expr.name ?? ''} ${expr.value ?? ''}(${expr.args.map(keyOf).join()})`;
}

class Decomposition {
  readonly #root: Expr;
  /** Nodes the outcome takes part in, and those the data alone decide. */
  readonly #touched = new Set<Expr>();
  readonly #pure = new Set<Expr>();

  constructor(root: Expr, outcome: string) {
    this.#root = root;
    this.#classify(root, outcome);
    this.#outcome = outcome;
  }

  readonly #outcome: string;

  #classify(root: Expr, outcome: string): void {
    for (const node of topological([root])) {
      const isOutcome = node.op === 'column' && node.name === outcome;
      if (isOutcome || node.args.some((arg) => this.#touched.has(arg))) this.#touched.add(node);
      const isPure =
        node.args.length === 0
          ? node.op === 'column' || node.op === 'const'
          : (isElementwise(node.op) || node.op === 'spread') && node.args.every((arg) => this.#pure.has(arg));
      if (isPure) this.#pure.add(node);
    }
  }

  terms(): Term[] | undefined {
    return this.#decompose(this.#root);
  }

  #decompose(node: Expr): Term[] | undefined {
    if (!this.#touched.has(node)) return [{ statistic: one, factor: node }];
    if (this.#pure.has(node)) return [{ statistic: node, factor: one }];
    const [x, y] = node.args;
    switch (node.op) {
      case 'spread':
        return this.#decompose(x!);
      case 'neg':
        return scaled(this.#decompose(x!), b.constant(-1));
      case 'add':
        return joined(this.#decompose(x!), this.#decompose(y!));
      case 'sub':
        return joined(this.#decompose(x!), scaled(this.#decompose(y!), b.constant(-1)));
      case 'mul':
        return x === y ? this.#square(x!) : this.#product(x!, y!);
      case 'div':
        if (!this.#touched.has(y!)) return scaled(this.#decompose(x!), b.reciprocal(y!));
        return this.#pure.has(y!) ? multiplied(this.#decompose(x!), b.reciprocal(y!)) : undefined;
      case 'select':
        if (!this.#touched.has(x!)) return this.#either(x!, y!, node.args[2]!);
        return this.#pure.has(x!) ? this.#branches(x!, y!, node.args[2]!) : undefined;
    }
    return this.#throughBranches(node);
  }

  #product(x: Expr, y: Expr): Term[] | undefined {
    if (!this.#touched.has(x)) return scaled(this.#decompose(y), x);
    if (!this.#touched.has(y)) return scaled(this.#decompose(x), y);
    if (this.#pure.has(x)) return multiplied(this.#decompose(y), x);
    if (this.#pure.has(y)) return multiplied(this.#decompose(x), y);
    return undefined;
  }

  #square(x: Expr): Term[] | undefined {
    const affine = this.#affine(x);
    return affine && [{ ...affine, factor: b.square(affine.factor) }];
  }

  /** x = ± factor × (statistic − centre). */
  #affine(x: Expr): Required<Term> | undefined {
    const [left, right] = x.args;
    const isApart = (a: Expr, c: Expr): boolean => this.#pure.has(a) && !this.#touched.has(c);
    if (x.op === 'neg' || x.op === 'spread') return this.#affine(left!);
    if (x.op === 'sub') {
      if (isApart(left!, right!)) return { statistic: left!, factor: one, centre: right! };
      return isApart(right!, left!) ? { statistic: right!, factor: one, centre: left! } : undefined;
    }
    if (x.op === 'add') {
      if (isApart(left!, right!)) return { statistic: left!, factor: one, centre: b.neg(right!) };
      return isApart(right!, left!) ? { statistic: right!, factor: one, centre: b.neg(left!) } : undefined;
    }
    if (x.op !== 'mul' && x.op !== 'div') return undefined;
    if (!this.#touched.has(right!)) {
      const inner = this.#affine(left!);
      const factor = x.op === 'mul' ? right! : b.reciprocal(right!);
      return inner && { ...inner, factor: b.mul(inner.factor, factor) };
    }
    if (x.op === 'div' || this.#touched.has(left!)) return undefined;
    const inner = this.#affine(right!);
    return inner && { ...inner, factor: b.mul(inner.factor, left!) };
  }

  /** The factors of the branch that is not taken are nothing. */
  #either(condition: Expr, yes: Expr, no: Expr): Term[] | undefined {
    const guarded = (terms: Term[] | undefined, guard: (factor: Expr) => Expr): Term[] | undefined =>
      terms?.map((term) => ({ ...term, factor: guard(term.factor) }));
    return joined(
      guarded(this.#decompose(yes), (factor) => b.select(condition, factor, 0)),
      guarded(this.#decompose(no), (factor) => b.select(condition, 0, factor)),
    );
  }

  /** The statistics of the branch that is not taken are nothing. */
  #branches(condition: Expr, yes: Expr, no: Expr): Term[] | undefined {
    const guarded = (terms: Term[] | undefined, guard: (statistic: Expr) => Expr): Term[] | undefined =>
      terms?.every(({ centre }) => centre === undefined)
        ? terms.map((term) => ({ ...term, statistic: guard(term.statistic) }))
        : undefined;
    return joined(
      guarded(this.#decompose(yes), (statistic) => b.select(condition, statistic, 0)),
      guarded(this.#decompose(no), (statistic) => b.select(condition, 0, statistic)),
    );
  }

  /** f(c ? a : b) = c ? f(a) : f(b). */
  #throughBranches(node: Expr): Term[] | undefined {
    const [inner] = node.args;
    if (node.args.length !== 1 || inner!.op !== 'select' || !this.#pure.has(inner!.args[0]!))
      return undefined;
    const [condition, yes, no] = inner!.args;
    const [left, right] = [rebuild(node, [yes!]), rebuild(node, [no!])];
    this.#classify(left, this.#outcome);
    this.#classify(right, this.#outcome);
    return this.#branches(condition!, left, right);
  }
}

function joined(x: Term[] | undefined, y: Term[] | undefined): Term[] | undefined {
  return x && y && [...x, ...y];
}

function scaled(terms: Term[] | undefined, factor: Expr): Term[] | undefined {
  return terms?.map((term) => ({ ...term, factor: b.mul(term.factor, factor) }));
}

function multiplied(terms: Term[] | undefined, statistic: Expr): Term[] | undefined {
  return terms?.every(({ centre }) => centre === undefined)
    ? terms.map((term) => ({ ...term, statistic: b.mul(term.statistic, statistic) }))
    : undefined;
}

/** A function of the columns at every row. */
export function statisticOf(
  expr: Expr,
  columns: Readonly<Record<string, Float64Array>>,
  count: number,
): Float64Array {
  const values = new Map<Expr, Float64Array | number>();
  for (const node of topological([expr])) {
    if (node.op === 'const') values.set(node, node.value!);
    else if (node.op === 'column') values.set(node, columns[node.name!]!);
    else if (node.op === 'spread') values.set(node, values.get(node.args[0]!)!);
    else values.set(node, applied(node, values, count));
  }
  const result = values.get(expr)!;
  return typeof result === 'number' ? new Float64Array(count).fill(result) : result;
}

function applied(node: Expr, values: ReadonlyMap<Expr, Float64Array | number>, count: number): Float64Array {
  if (!isElementwise(node.op)) throw new Error(`${node.op} is not a function of columns; please report this`);
  const { op } = node;
  const sources = node.args.map((arg) => values.get(arg)!);
  const args = sources.map((source) => (typeof source === 'number' ? source : 0));
  const result = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < sources.length; k++) {
      const source = sources[k]!;
      if (typeof source !== 'number') args[k] = source[row]!;
    }
    result[row] = numeric(op, args)!;
  }
  return result;
}
