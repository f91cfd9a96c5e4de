/** The mode of a log density: damped Newton steps within WebAssembly (assembly/nuts/search.ts). */
import { type Core, instantiateCore, kernelBase } from './core.ts';
import { growTo } from './kernel.ts';

/** A log density on the real line; writes its gradient, returns its value. */
export type Density = (position: Float64Array, gradient: Float64Array) => number;

export interface Mode {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Inverse of minus the second derivatives, dimension × dimension. */
  readonly covariance: Float64Array;
  /** Log of the mass of the normal approximation, up to a constant. */
  readonly logMass: number;
}

/** Shapes of a density that have no single mode: a flat ridge, a rise without end, several hills. */
export type Trouble = 'ridge' | 'infinity' | 'modes';

export interface ModeSearch {
  readonly mode?: Mode;
  /** Whether it ended near a mode that the core had been told to remember. */
  readonly isKnown?: boolean;
  /** Why there is no mode: a sentence without its full stop. */
  readonly failure?: string;
  /** What the density is like, where that is why. */
  readonly trouble?: Trouble;
  /** Where the search ended, and the log density there. */
  readonly position: Float64Array;
  readonly logDensity: number;
  readonly evaluations: number;
}

export interface SearchSettings {
  /** Ends when a Newton step would raise the log density by less than this. */
  readonly tolerance: number;
  /** Density evaluations after which the search gives up. */
  readonly limit: number;
  /** Central differences throughout: for narrow curved valleys, at twice the cost. */
  readonly isPrecise?: boolean;
}

/** How the core says that a search stands; above these, by one of the failures. */
const goesOn = 0;
const foundMode = 1;
const foundKnown = 2;
const failures: readonly { readonly failure: string; readonly trouble?: Trouble }[] = [
  { failure: 'a mode found before lies here' },
  { failure: 'the log density is not finite where the search starts' },
  {
    failure: 'the log density is flat along a ridge: the data and priors do not settle every parameter',
    trouble: 'ridge',
  },
  { failure: 'no mode was found in # evaluations' },
  { failure: 'the log density has no curvature to follow' },
  { failure: 'no step from here raises the log density: it is not smooth' },
  { failure: 'the log density rises without end: its mode is at infinity', trouble: 'infinity' },
];

/**
 * Searches uphill from the core's position, yielding now and then so that the caller may let other work in.
 * @param steps how many to make between two yields.
 */
export function* searchFromHere(
  core: Core,
  memory: WebAssembly.Memory,
  dimension: number,
  { tolerance, limit, isPrecise = false }: SearchSettings,
  steps: () => number,
): Generator<void, ModeSearch> {
  core.beginSearch(tolerance, limit, isPrecise ? 1 : 0);
  let standing = core.search(steps());
  while (standing === goesOn) {
    yield;
    standing = core.search(steps());
  }
  const numbers = (address: number, length: number): Float64Array =>
    new Float64Array(memory.buffer, address, length).slice();
  const position = numbers(core.searchPosition(), dimension);
  const logDensity = core.searchValue();
  const ended = { position, logDensity, evaluations: core.searchEvaluations() };
  if (standing === foundMode) {
    const covariance = numbers(core.searchCovariance(), dimension * dimension);
    return { ...ended, mode: { position, logDensity, covariance, logMass: core.logMass() } };
  }
  const { failure, trouble } = failures[standing - foundKnown]!;
  const why = failure.replace('#', String(limit));
  return { ...ended, failure: why, ...(trouble && { trouble }), isKnown: standing === foundKnown };
}

/** Searches uphill from `start` on a density that is no kernel. */
export function findMode(density: Density, start: Float64Array, settings: SearchSettings): ModeSearch {
  const dimension = start.length;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const core = instantiateCore(memory, (position, gradient) => {
    const { buffer } = memory;
    return density(
      new Float64Array(buffer, position, dimension),
      new Float64Array(buffer, gradient, dimension),
    );
  });
  growTo(memory, kernelBase + core.stateBytes(dimension, 0, 0) + core.searchBytes(dimension, 0));
  core.configure(kernelBase, dimension, 0, 0, 1, 0.8);
  core.configureSearch(0);
  new Float64Array(memory.buffer, core.position(), dimension).set(start);
  const search = searchFromHere(core, memory, dimension, settings, () => settings.limit);
  for (let turn = search.next(); ; turn = search.next()) if (turn.done) return turn.value;
}
