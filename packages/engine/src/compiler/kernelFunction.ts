/** What a function of a kernel is to compute, and what it may refer to. */
import type { Expr } from '../expr/expr.ts';
import type { SlotTable } from './layout.ts';
import type { PreparedValue } from './prepared.ts';

/** A value a kernel's function leaves in its output block. */
export interface Output {
  readonly name: string;
  readonly expr: Expr;
}

/** What a function computes; its wasm signature is (position: i32, output: i32) → f64. */
export interface KernelFunction {
  readonly name: string;
  /** The returned value; 0 when left out. */
  readonly result?: Expr;
  readonly outputs: readonly Output[];
}

export interface CompileContext {
  readonly slots: SlotTable;
  readonly contextGlobal: number;
  readonly functionIndex: (name: string) => number;
  /** Columns of each vector. */
  readonly matrices: Readonly<Record<string, readonly string[]>>;
  /** What this function is to prepare. */
  readonly prepared?: readonly PreparedValue[];
  /** Index of the function that prepares what this one reads. */
  readonly prepare?: number;
}
