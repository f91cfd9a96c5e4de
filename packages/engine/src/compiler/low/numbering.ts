/** Value numbering: gives structurally equal values of a statement list one index, lowered for one mode. */
import { iconst, type Low, type LowOp, type LowType } from './low.ts';

export type Mode = 'scalar' | 'vector';

/** Low's operations, and a product added to, or taken from, the third argument without being rounded. */
export type ValueOp = LowOp | 'multiplyAdd' | 'multiplySubtract';

/** A value of the numbered graph: like Low, with indices for arguments. */
export interface Value {
  readonly op: ValueOp;
  readonly type: LowType;
  readonly args: readonly number[];
  readonly source: Low;
  /** Reads that are still to be emitted. */
  uses: number;
  /** Local that holds the value, or -1. */
  held: number;
}

const noArguments: readonly number[] = [];
const magnitudeBits = iconst(0x7fffffffffffffffn);

export class Numbering {
  readonly values: Value[] = [];
  readonly #mode: Mode;
  readonly #index = new Map<string, number>();
  readonly #versions = new Map<number, number>();
  #known = new Map<Low, number>();
  #reads: Set<number> | undefined;

  constructor(mode: Mode) {
    this.#mode = mode;
  }

  /** The index of a value, numbering its arguments first; the stack is explicit because DAGs may be deep. */
  of(root: Low): number {
    const found = this.#known.get(root);
    if (found !== undefined) return found;
    const stack: Low[] = [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (this.#known.has(top)) {
        stack.pop();
        continue;
      }
      const before = stack.length;
      for (let i = top.args.length - 1; i >= 0; i--) {
        if (!this.#known.has(top.args[i])) stack.push(top.args[i]);
      }
      if (stack.length > before) continue;
      stack.pop();
      this.#known.set(top, this.#number(top));
    }
    return this.#known.get(root)!;
  }

  /** Tells that a local got a new value: reads after this differ from reads before. */
  assigned(target: number): void {
    this.#versions.set(target, (this.#versions.get(target) ?? 0) + 1);
    if (this.#reads === undefined || this.#reads.has(target)) this.#known = new Map();
  }

  /** Declares which locals the statements read, so that assignments to others cost nothing. */
  declareReads(reads: Set<number>): void {
    this.#reads = reads;
  }

  #number(low: Low): number {
    const args = low.args.length === 0 ? noArguments : low.args.map((argument) => this.#known.get(argument)!);
    if (this.#mode === 'vector') {
      if (low.op === 'copysign') {
        return this.#intern('copysign', 'f64', [args[0], args[1], this.of(magnitudeBits)], low, 'copysign');
      }
    } else if (low.op === 'pmin' || low.op === 'pmax') {
      const [a, b] = args;
      const first = low.op === 'pmin' ? [b, a] : [a, b];
      const less = this.#intern('lt', 'mask', first, low, 'lt');
      return this.#intern('select', 'f64', [b, a, less], low, 'select');
    }
    return this.#intern(low.op, low.type, args, low, this.#head(low));
  }

  #head(low: Low): string {
    switch (low.op) {
      case 'constant':
        return `${this.#mode === 'vector' ? 'c' : low.type} ${low.low} ${low.high}`;
      case 'ishl':
      case 'ishrU':
        return `${low.op} ${low.low}`;
      case 'local':
        return `local ${low.target} ${this.#versions.get(low.target) ?? 0}`;
      case 'splat':
      case 'call':
        return `${low.op} ${low.target}`;
      case 'load':
      case 'loadScalar':
      case 'gather':
        return `${low.op} ${low.target} ${low.indices} ${low.byteIndex} ${low.offset} ${low.ahead}`;
      default:
        return low.op;
    }
  }

  #intern(op: LowOp, type: LowType, args: readonly number[], source: Low, head: string): number {
    const key = args.length === 0 ? head : `${head},${args.join()}`;
    const found = this.#index.get(key);
    if (found !== undefined) return found;
    const index = this.values.length;
    this.#index.set(key, index);
    this.values.push({ op, type, args, source, uses: 0, held: -1 });
    for (const argument of args) this.values[argument].uses++;
    return index;
  }
}
