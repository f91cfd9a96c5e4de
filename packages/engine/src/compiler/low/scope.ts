/** The locals an emission may use: hoisted constants and a pool of temporaries. */
import type { FunctionWriter, ValueType } from './encoder.ts';
import type { Low } from './low.ts';

/** One scope serves all loops of a function; constants prepared once stay valid until the function ends. */
export class Scope {
  readonly writer: FunctionWriter;
  /** v128 locals of hoisted constants, splats and loadScalars, by `hoistKey`. */
  readonly hoisted = new Map<string, number>();
  readonly #free: Record<ValueType, number[]> = { i32: [], i64: [], f64: [], v128: [] };

  constructor(writer: FunctionWriter) {
    this.writer = writer;
  }

  /** A temporary local; give it back with `release`. */
  take(type: ValueType): number {
    return this.#free[type].pop() ?? this.writer.local(type);
  }

  release(local: number): void {
    this.#free[this.writer.localType(local)].push(local);
  }

  /** Forgets hoisted splats and loadScalars (their sources may have changed), keeps constants. */
  forgetReads(): void {
    for (const key of [...this.hoisted.keys()]) if (!key.startsWith('c')) this.hoisted.delete(key);
  }
}

/** Name of a value that does not change inside a loop, or undefined for one that may. */
export function hoistKey(low: Low): string | undefined {
  switch (low.op) {
    case 'constant':
      return `c ${low.low} ${low.high}`;
    case 'splat':
      return `s ${low.target}`;
    case 'loadScalar':
      return `l ${low.target} ${low.offset}`;
    default:
      return undefined;
  }
}
