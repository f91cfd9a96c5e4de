/** The compiled diagnostics (assembly/draws): draws are laid in its memory, then it is asked. */
import { drawsWasm } from '../generated/drawsWasm.ts';
import { fromHex } from '../numeric/hex.ts';
import { mathExports } from '../numeric/math.ts';
import { ndtri } from '../numeric/special.ts';

/** The functions of assembly/draws/index.ts, which documents them. */
export interface DrawsCore {
  readonly memory: WebAssembly.Memory;
  open(count: number, chains: number, needsRanks: number): number;
  numbers(count: number): number;
  spread(location: number, scale: number, noise: number): void;
  quantiles(probabilities: number, count: number): void;
  recordTape(seedLow: number, seedHigh: number, purpose: number, kept: number): number;
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

function isCore(exports: WebAssembly.Exports): exports is WebAssembly.Exports & DrawsCore {
  return exports['memory'] instanceof WebAssembly.Memory && typeof exports['summarize'] === 'function';
}

let compiled: WebAssembly.Module | undefined;
let kept: DrawsCore | undefined;
/** A larger memory is left to the garbage collector. */
const largestKept = 2 ** 25;

function instantiate(): DrawsCore {
  compiled ??= new WebAssembly.Module(fromHex(drawsWasm));
  const { exports } = new WebAssembly.Instance(compiled, { math: mathExports(), special: { ndtri } });
  if (!isCore(exports)) throw new Error('the diagnostics lack their functions; please report this');
  return exports;
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

/** Asks a question that lays its own draws. */
export function ofRoom<T>(question: (core: DrawsCore) => T): T {
  const core = kept ?? instantiate();
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
