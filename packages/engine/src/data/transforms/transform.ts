// A transform: an increasing function of a column with its inverse.

export interface Transform {
  readonly name: 'log' | 'log1p' | 'logit' | 'sqrt';
  readonly apply: (x: number) => number;
  readonly invert: (z: number) => number;
  /** log of the derivative of `apply`: what a log density in transformed units lacks in the column's own. */
  readonly logDerivative: (x: number) => number;
  /** Where `apply` is defined and finite. */
  readonly test: (x: number) => boolean;
  readonly domain: string;
}
