/**
 * Simulation-based calibration: parameters from their priors, data from the parameters, a fit, and the rank of each truth
 * among its posterior draws, which is uniform when model, compiler and sampler are right. Talts, Betancourt, Simpson,
 * Vehtari & Gelman 2018, arXiv:1804.06788; the log likelihood as a further quantity after Modrák et al. 2023, Bayesian Analysis.
 */
import { DataError, PosterityError } from '../config/errors.ts';
import type { Table } from '../data/columns.ts';
import { createRandom } from '../numeric/random.ts';
import { type EcdfTest, uniformityTest } from '../posterior/ecdfTest.ts';
import { binRanks, simulationRank, uniformityPValue } from '../posterior/rankHistogram.ts';
import { levelsOf, summarize } from '../posterior/summary.ts';
import { drawsOfEntry, entriesOf, type Trace, type TraceVariable } from '../posterior/trace.ts';
import type { ChainRunner } from '../sampler/chains.ts';
import { prepareDesign } from './design.ts';
import { type FitKernels, type FitOptions, type Fitted, fitRows } from './fit.ts';
import { observationOutputs } from './observe.ts';
import { predictDraws } from './predict.ts';
import { checkDrawable, priorDraws, priorParametersKernel } from './priorDraws.ts';
import { density, densityOutput } from './rowDensity.ts';
import { rowEvaluator, rowKernel } from './rowEvaluator.ts';
import { prepareScoring } from './scoringData.ts';
import { outcome, type Specification } from './specification.ts';
import type { TrainingRows } from './trainingRows.ts';
import { verdictOf } from './verdictOf.ts';

export interface CalibrateOptions {
  /** Fits to simulated data; 100 when left out. */
  readonly simulations?: number;
  /** Same seed, same simulations; the config's random_seed when left out. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly runner?: ChainRunner;
}

/** The ranks of one quantity, one a simulation. */
export interface CalibratedQuantity {
  /** Such as `lambda_val[us]`, or `log likelihood`. */
  readonly variable: string;
  readonly ranks: readonly number[];
  readonly chiSquare: { readonly bins: number; readonly counts: readonly number[]; readonly pValue: number };
  readonly ecdf: EcdfTest;
}

export interface Calibration {
  readonly simulations: number;
  /** Ranks run from 0 to this. */
  readonly highestRank: number;
  readonly quantities: readonly CalibratedQuantity[];
  /** Fits with a bad verdict; their ranks are counted like the others. */
  readonly badFits: number;
  /** The smallest p-value of all tests times their number, at most 1 (Bonferroni). */
  readonly pValue: number;
  /** Below this the ranks are not uniform. */
  readonly threshold: number;
  readonly isCalibrated: boolean;
}

/** Draws kept of each posterior, so that ranks run from 0 to 99 and the bins divide them evenly. */
const keptDraws = 99;
const threshold = 0.01;
/** Entries of one variable whose ranks are told. */
const mostEntries = 20;
const binChoices = [20, 10, 5, 4, 2];
const expectedInBin = 5;
const [priorStream, seedStep] = [0x53424320, 7919];

/**
 * Calibrates a model at the columns of a table.
 * @throws PosterityError when the model cannot be simulated; DataError; the signal's reason when aborted.
 */
export async function calibrate(
  model: Specification,
  kernels: FitKernels,
  table: Table,
  options: CalibrateOptions = {},
): Promise<Calibration> {
  checkSimulable(model);
  const { simulations = 100, seed = model.config.sample_params.random_seed } = options;
  const { data: design } = prepareDesign(model, table);
  const { specification } = design;
  const random = createRandom(seed, priorStream);
  const priors = priorDraws(specification, priorParametersKernel(specification), design, simulations, random);
  const evaluator = rowEvaluator(rowKernel(specification, observationOutputs(specification)), priors);
  const simulated = predictDraws(specification, evaluator, design, 'observation', seed);
  const densityKernel = rowKernel(specification, densityOutput(specification));
  const dependent = model.config.dependent_var ?? outcome;
  const ranks = new Map<string, number[]>();
  let badFits = 0;
  for (let i = 0; i < simulations; i++) {
    options.signal?.throwIfAborted();
    const y = simulated.values.slice(i * design.rows, (i + 1) * design.rows);
    const rows = { table, y: { kind: 'number', values: y }, dependent } as const;
    const { trace, saved } = await fitSimulated(model, kernels, rows, i, {
      seed: seed + seedStep * (i + 1),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.runner === undefined ? {} : { runner: options.runner }),
    });
    const verdict = verdictOf(
      summarize(trace),
      trace,
      saved,
      specification.config.sample_params.max_tree_depth,
    );
    if (verdict.status === 'bad') badFits++;
    const thinned = thin(trace, specification);
    for (const { name, values, truth } of entriesWith(thinned, priors, i))
      addRank(ranks, name, values, truth);
    const groups = new Map(Object.entries(saved.groups));
    const { bases = {}, preprocessing = {} } = saved;
    const data = prepareScoring(specification, rows, { groups, bases, preprocessing });
    const total = new Float64Array(keptDraws + 1);
    const withTruth = rowEvaluator(densityKernel, appended(thinned, priors, i));
    withTruth.evaluate(data, (values) => {
      for (let draw = 0; draw <= keptDraws; draw++) total[draw]! += values[density]![draw]!;
    });
    addRank(ranks, 'log likelihood', total.subarray(0, keptDraws), total[keptDraws]!);
    options.onProgress?.(i + 1, simulations);
  }
  return judged(ranks, simulations, badFits);
}

async function fitSimulated(
  specification: Specification,
  kernels: FitKernels,
  rows: TrainingRows,
  simulation: number,
  options: FitOptions,
): Promise<Fitted> {
  try {
    return await fitRows(specification, kernels, rows, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new PosterityError(
      'simulation_failed',
      `simulation ${simulation + 1} gave outcomes that cannot be fitted; narrow the priors\n${error.message}`,
      { cause: error },
    );
  }
}

function checkSimulable(specification: Specification): void {
  checkDrawable(specification);
  const { likelihood, config, columns } = specification;
  const refuse = (why: string): never => {
    throw new PosterityError('not_simulable', `no data can be simulated from this model: ${why}`);
  };
  if (likelihood.distribution === undefined) refuse('the likelihood is a written-out log density');
  if (config.likelihood.weights !== undefined) refuse('rows with weights are no draws of the likelihood');
  if (config.preprocessing[config.dependent_var ?? outcome] !== undefined)
    refuse('the outcome is preprocessed by constants of its own data');
  if (config.dependent_var !== undefined && columns.includes(config.dependent_var))
    refuse(`each row depends on ${config.dependent_var} of the rows before`);
}

function addRank(ranks: Map<string, number[]>, name: string, draws: Float64Array, truth: number): void {
  const list = ranks.get(name) ?? [];
  list.push(simulationRank(draws, truth));
  ranks.set(name, list);
}

/** Draws at equal distances through all chains, of the variables (not of what is derived from them). */
function thin(trace: Trace, { variables }: Specification): Trace {
  const total = trace.chains * trace.draws;
  if (total < keptDraws) {
    throw new PosterityError(
      'too_few_draws',
      `calibration ranks ${keptDraws} draws of each fit; sample_params give ${total}`,
    );
  }
  const posterior = variables.map(({ name }): [string, TraceVariable] => {
    const variable = trace.posterior[name]!;
    const length = entriesOf(variable);
    const values = new Float64Array(keptDraws * length);
    for (let k = 0; k < keptDraws; k++) {
      const draw = Math.floor(((k + 0.5) * total) / keptDraws);
      values.set(variable.values.subarray(draw * length, (draw + 1) * length), k * length);
    }
    return [name, { ...variable, values }];
  });
  return { ...trace, chains: 1, draws: keptDraws, posterior: Object.fromEntries(posterior), sampleStats: {} };
}

/** The thinned draws of each entry with the value its data were made from. */
function* entriesWith(
  thinned: Trace,
  priors: Trace,
  simulation: number,
): Generator<{ name: string; values: Float64Array; truth: number }> {
  for (const variable of Object.values(thinned.posterior)) {
    const length = entriesOf(variable);
    const levels = variable.shape.length === 0 ? undefined : levelsOf(variable, thinned.coords);
    const truths = priors.posterior[variable.name]!.values;
    for (let entry = 0; entry < Math.min(length, mostEntries); entry++) {
      const level = levels?.[entry];
      const name = level === undefined ? variable.name : `${variable.name}[${String(level)}]`;
      yield { name, values: drawsOfEntry(variable, entry), truth: truths[simulation * length + entry]! };
    }
  }
}

/** The thinned draws, and as one more the truth. */
function appended(thinned: Trace, priors: Trace, simulation: number): Trace {
  const posterior = Object.values(thinned.posterior).map((variable): [string, TraceVariable] => {
    const length = entriesOf(variable);
    const values = new Float64Array((keptDraws + 1) * length);
    values.set(variable.values);
    const truths = priors.posterior[variable.name]!.values;
    values.set(truths.subarray(simulation * length, (simulation + 1) * length), keptDraws * length);
    return [variable.name, { ...variable, values }];
  });
  return { ...thinned, draws: keptDraws + 1, posterior: Object.fromEntries(posterior) };
}

function judged(
  ranks: ReadonlyMap<string, readonly number[]>,
  simulations: number,
  badFits: number,
): Calibration {
  const bins = binChoices.find((choice) => simulations / choice >= expectedInBin) ?? 2;
  const test = uniformityTest(simulations, keptDraws + 1, 9999);
  const quantities = [...ranks].map(([variable, list]): CalibratedQuantity => {
    const counts = binRanks(list, keptDraws, bins);
    return {
      variable,
      ranks: list,
      chiSquare: { bins, counts: [...counts], pValue: uniformityPValue(counts) },
      ecdf: test(list.map((rank) => (rank + 1) / (keptDraws + 1))),
    };
  });
  const smallest = Math.min(...quantities.flatMap(({ chiSquare, ecdf }) => [chiSquare.pValue, ecdf.pValue]));
  const pValue = Math.min(1, smallest * 2 * quantities.length);
  return {
    simulations,
    highestRank: keptDraws,
    quantities,
    badFits,
    pValue,
    threshold,
    isCalibrated: pValue >= threshold,
  };
}
