/** The compiled diagnostics (assembly/draws): draws are laid in its memory, then it is asked. */
import { drawsWasm } from '../generated/drawsWasm.ts';
import { mathExports } from '../numeric/math.ts';
import { fromText } from '../numeric/packed.ts';
import { ndtri } from '../numeric/special.ts';

/** The functions of assembly/draws/index.ts, which documents them. */
interface DrawsFunctions {
  open(count: number, chains: number, needsRanks: number): number;
  numbers(count: number): number;
  shareFrom(address: number): void;
  each(
    count: number,
    given: number,
    givenCount: number,
    kept: number,
    keptCount: number,
    position: number,
    output: number,
  ): void;
  rowQuantiles(
    rows: number,
    position: number,
    output: number,
    given: number,
    places: number,
    givenCount: number,
    location: number,
    scale: number,
    noise: number,
    probabilities: number,
    wanted: number,
    results: number,
  ): void;
  quantiles(probabilities: number, count: number): void;
  order(): number;
  plainSize(): number;
  meanSize(): number;
  spreadSize(): number;
  quantileSize(value: number): number;
  bulkSize(): number;
  rankedReduction(): number;
  plainReduction(): number;
  autocovariances(): number;
  summarize(): number;
  smooth(relativeEfficiency: number): number;
  pareto(): number;
}

/** The functions over a memory. */
export interface DrawsCore extends DrawsFunctions {
  readonly memory: WebAssembly.Memory;
}

function isCore(exports: WebAssembly.Exports): exports is WebAssembly.Exports & DrawsFunctions {
  return typeof exports['summarize'] === 'function';
}

let compiled: WebAssembly.Module | undefined;
let kept: DrawsCore | undefined;
/** A larger memory is left to the garbage collector. */
const largestKept = 2 ** 25;

/** The core's own tables lie below; so may those of a kernel that shares the memory begin there. */
const ownBytes = 65536;

/**
 * A core of its own, or one that shares the memory of a kernel of rows.
 * @param run the kernel's function. @param end of its data.
 */
export function instantiateDraws(
  memory = new WebAssembly.Memory({ initial: ownBytes / 65536 }),
  run: (position: number, output: number) => number = () => 0,
  end = ownBytes,
): DrawsCore {
  compiled ??= new WebAssembly.Module(fromText(drawsWasm));
  const { exports } = new WebAssembly.Instance(compiled, {
    env: { memory },
    math: mathExports(),
    special: { ndtri },
    kernel: { run },
  });
  if (!isCore(exports)) throw new Error('the diagnostics lack their functions; please report this');
  exports.shareFrom(end);
  return { ...exports, memory };
}

/**
 * Asks about draws, chains × draws, row-major, which lie at an address of its memory meanwhile.
 * @param question must look into the memory only after it has asked, for that may grow it, and return no view of it.
 */
export function ofDraws<T>(
  draws: Float64Array,
  chains: number,
  question: (core: DrawsCore, address: number) => T,
): T {
  return asked(draws, chains, false, question);
}

/** As `ofDraws`, for questions about ranks. */
export function ofRanks<T>(draws: Float64Array, chains: number, question: (core: DrawsCore) => T): T {
  return asked(draws, chains, true, question);
}

/** Instantiates the core, so that the first question does not wait for it. */
export function readyForDraws(): void {
  kept ??= instantiateDraws();
}

/** Asks a question that lays its own draws. */
export function ofRoom<T>(question: (core: DrawsCore) => T): T {
  const core = kept ?? instantiateDraws();
  const answer = question(core);
  kept = core.memory.buffer.byteLength <= largestKept ? core : undefined;
  return answer;
}

function asked<T>(
  draws: Float64Array,
  chains: number,
  needsRanks: boolean,
  question: (core: DrawsCore, address: number) => T,
): T {
  return ofRoom((core) => {
    const address = core.open(draws.length, chains, needsRanks ? 1 : 0);
    new Float64Array(core.memory.buffer, address, draws.length).set(draws);
    return question(core, address);
  });
}
