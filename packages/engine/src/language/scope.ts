import type { Expr } from '../expr/expr.ts';

/** Local names of a function's body and their values. */
export class Scope {
  readonly values: Map<string, Expr>;
  readonly constants: Set<string>;

  constructor(parent?: Scope) {
    this.values = new Map(parent?.values);
    this.constants = new Set(parent?.constants);
  }
}
