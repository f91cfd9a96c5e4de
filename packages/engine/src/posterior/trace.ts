// The draws of a fit as a plain value, laid out as ArviZ lays out its groups.

/** One variable of a group; `values` holds chain × draw × …shape, row-major. */
export interface TraceVariable {
  readonly name: string;
  /** Names of the dimensions beyond chain and draw; empty for a scalar. */
  readonly dims: readonly string[];
  /** Length of each of `dims`. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export type TraceGroup = Readonly<Record<string, TraceVariable>>;

/** Draws of every variable, statistics of the sampler, and the labels of every dimension. */
export interface Trace {
  readonly chains: number;
  readonly draws: number;
  /** Labels along each named dimension. */
  readonly coords: Readonly<Record<string, readonly (string | number)[]>>;
  readonly posterior: TraceGroup;
  readonly sampleStats: TraceGroup;
  /** Further groups by ArviZ's names, such as log_likelihood, posterior_predictive and observed_data. */
  readonly groups?: Readonly<Record<string, TraceGroup>>;
}

/** The number of entries a draw of the variable has: 1 for a scalar. */
export function entriesOf(variable: TraceVariable): number {
  return variable.shape.reduce((product, length) => product * length, 1);
}

/** The draws of one entry of a variable: chains × draws, row-major. */
export function drawsOfEntry(variable: TraceVariable, entry: number): Float64Array {
  const stride = entriesOf(variable);
  if (stride === 1) return variable.values;
  const draws = new Float64Array(variable.values.length / stride);
  for (let i = 0, at = entry; i < draws.length; i++, at += stride) draws[i] = variable.values[at];
  return draws;
}
