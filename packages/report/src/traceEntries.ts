// A trace as the pictures see it: one list of draws for each number.

/** What of the engine's Trace is drawn: `values` holds chain × draw × …shape, row-major. */
export interface DrawnTrace {
  readonly chains: number;
  readonly draws: number;
  readonly coords: Readonly<Record<string, readonly (string | number)[]>>;
  readonly posterior: Readonly<Record<string, DrawnVariable>>;
  readonly sampleStats: Readonly<Record<string, DrawnVariable>>;
}

export interface DrawnVariable {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** One number of a trace with all its draws. */
export interface TraceEntry {
  readonly name: string;
  /** `slope[de, 2021]` for an entry of a vector, the name for a scalar. */
  readonly label: string;
  /** Chain × draw. */
  readonly draws: Float64Array;
}

/** Every entry of every variable, in order. */
export function traceEntries(trace: DrawnTrace): TraceEntry[] {
  return Object.values(trace.posterior).flatMap((variable) => entriesOf(trace, variable));
}

function entriesOf(trace: DrawnTrace, variable: DrawnVariable): TraceEntry[] {
  const count = variable.shape.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, entry) => ({
    name: variable.name,
    label: `${variable.name}${place(trace, variable, entry)}`,
    draws: Float64Array.from(
      { length: trace.chains * trace.draws },
      (_, i) => variable.values[i * count + entry],
    ),
  }));
}

/** `[de, 2021]` for an entry of a vector, nothing for a scalar. */
function place(trace: DrawnTrace, { dims, shape }: DrawnVariable, entry: number): string {
  if (shape.length === 0) return '';
  const levels: (string | number)[] = [];
  for (let axis = shape.length - 1, rest = entry; axis >= 0; axis--) {
    const index = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
    levels.unshift(trace.coords[dims[axis]]?.[index] ?? index);
  }
  return `[${levels.join(', ')}]`;
}

/** Values of all chains, chain after chain, as one array a chain. */
export function chainsOf(trace: DrawnTrace, values: Float64Array): Float64Array[] {
  if (values.length === 0) return [];
  return Array.from({ length: trace.chains }, (_, chain) =>
    values.subarray(chain * trace.draws, (chain + 1) * trace.draws),
  );
}
