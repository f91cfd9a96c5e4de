/** The compiled sums over rows and components of a mixture of normals (assembly/mixture). */
import { mixtureWasm } from '../generated/mixtureWasm.ts';
import { mathExports } from '../numeric/math.ts';
import { fromText } from '../numeric/packed.ts';
import { layForm, numbersOfRow } from './componentForm.ts';
import { type NormalComponent, whiten } from './normalComponent.ts';

/** The functions of assembly/mixture/index.ts, which documents them. */
interface MixtureCore {
  readonly memory: WebAssembly.Memory;
  open(rows: number, size: number, components: number): void;
  valuesAt(): number;
  centreAt(): number;
  coefficientsAt(): number;
  peaksAt(): number;
  weightsAt(): number;
  proposalAt(): number;
  sumsAt(): number;
  fitSum(): number;
  ownSum(): number;
  addShares(isDifference: number): void;
  evaluateRows(wideShare: number, widening: number): void;
}

/** Rows and a mixture, laid in the core's memory; good until the next are. */
export interface LaidMixture {
  readonly core: MixtureCore;
  /** Numbers of a row: 1, the distances from the centre, and their products, the lower triangle by rows. */
  readonly numbers: number;
  /** The numbers of a component as they stand in a column of `columns`: every so many. */
  readonly lanes: number;
  readonly view: (address: number, length: number) => Float64Array;
}

function isCore(exports: WebAssembly.Exports): exports is WebAssembly.Exports & MixtureCore {
  return exports['memory'] instanceof WebAssembly.Memory && typeof exports['addShares'] === 'function';
}

let compiled: WebAssembly.Module | undefined;
let kept: MixtureCore | undefined;
/** A larger memory is left to the garbage collector. */
const largestKept = 2 ** 25;

function instantiate(): MixtureCore {
  compiled ??= new WebAssembly.Module(fromText(mixtureWasm));
  const { exports } = new WebAssembly.Instance(compiled, { math: mathExports() });
  if (!isCore(exports)) throw new Error('the mixtures lack their functions; please report this');
  return exports;
}

/** Log density in a lane that no component has. */
const none = -1e300;

/**
 * Lays rows and components for the functions of the core.
 * @param values count × size, row-major.
 * @param centre about where the rows are, so that no digits are lost.
 */
export function layMixture(
  values: Float64Array,
  components: readonly NormalComponent[],
  centre: Float64Array,
): LaidMixture {
  const core = kept ?? instantiate();
  const size = centre.length;
  core.open(values.length / size, size, components.length);
  kept = core.memory.buffer.byteLength <= largestKept ? core : undefined;
  const view = (address: number, length: number): Float64Array =>
    new Float64Array(core.memory.buffer, address, length);
  const lanes = components.length + (components.length % 2);
  const numbers = numbersOfRow(size);
  view(core.valuesAt(), values.length).set(values);
  view(core.centreAt(), size).set(centre);
  const coefficients = view(core.coefficientsAt(), numbers * lanes).fill(0);
  const peaks = view(core.peaksAt(), lanes).fill(none);
  coefficients.fill(none, components.length, lanes);
  components.forEach((component, k) => {
    const whitened = whiten(component);
    peaks[k] = whitened.constant;
    layForm(whitened, centre, coefficients.subarray(k), lanes);
  });
  return { core, numbers, lanes, view };
}
