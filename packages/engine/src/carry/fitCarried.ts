/** A fit with a carried prior: what the data say of the prior, and the mixture with the own priors where it is robust. */
import { configToJson } from '../config/configJson.ts';
import type { Fitted } from '../model/fit.ts';
import type { SavedModel } from '../model/savedModel.ts';
import type { Specification } from '../model/specification.ts';
import type { PreparedData } from '../model/trainingData.ts';
import { exp, log } from '../numeric/math.ts';
import type { Trace } from '../posterior/trace.ts';
import { atDraws } from './atDraws.ts';
import { logMarginalRatio } from './bridge.ts';
import { bothAtValues } from './carriedDensity.ts';
import { priorDataConflict } from './conflict.ts';
import { rowsText } from './describeCarried.ts';
import { mixTraces } from './mixTraces.ts';
import type { PlacedPrior } from './placedPrior.ts';
import type { Sample } from './sample.ts';
import { scaledDraws } from './scaledDraws.ts';
import { withPlacedPrior } from './withPlacedPrior.ts';

/**
 * Fits with the carried prior and, where it is robust, with the own priors too. The posterior under a mixture of priors is
 * the mixture of the posteriors with weights by their marginal likelihoods; two fits and a bridge between them find both
 * parts where chains in the mixture itself would stay in one.
 * @param model with the carried prior as the config says.
 * @param data reduced rows, for the levels of the groups.
 */
export async function fitCarried(
  model: Specification,
  data: PreparedData,
  fitWithCarried: () => Promise<Fitted>,
  fitWithOwn: () => Promise<Fitted>,
): Promise<Fitted> {
  const specification = withPlacedPrior(model, data.groups);
  const { placed } = specification;
  if (placed === undefined) return fitWithOwn();
  const first = await fitWithCarried();
  const { p, statistic, df } = priorDataConflict(
    placed.components,
    placedDraws(placed, specification, data, first.trace),
  );
  const block = model.config.prior_from;
  const carried = {
    ...(block?.effective_rows === undefined ? {} : { worth: rowsText(block) }),
    ...(df > 0 && Number.isFinite(p) ? { conflict: { p, statistic, df } } : {}),
  };
  if (!placed.isRobust) return { ...first, specification: model, saved: { ...first.saved, carried } };
  const second = await fitWithOwn();
  const ratio = priorRatio(specification, data);
  const marginals = logMarginalRatio(ratio(first.trace), ratio(second.trace));
  const { robust } = model.carried!;
  const odds = log(1 - robust) - log(robust) + marginals;
  const posterior = 1 / (1 + exp(-odds));
  const weight = { prior: 1 - robust, posterior };
  return {
    specification: model,
    saved: {
      ...mixedSaved(first.saved, second.saved, posterior),
      config: configToJson(model.config),
      carried: { ...carried, weight },
    },
    trace: mixTraces(first.trace, second.trace, posterior, model.config.sample_params.random_seed),
    ...(first.learned === undefined ? {} : { learned: first.learned }),
  };
}

/** Draws of the entries of a placed prior on their scales. */
function placedDraws(
  placed: PlacedPrior,
  { variables, names }: Specification,
  { groups }: PreparedData,
  trace: Trace,
): Sample {
  const covered = variables.filter(({ name }) => placed.entries.some(({ variable }) => variable === name));
  const { sample, entries } = scaledDraws(covered, names, groups, trace);
  const starts = new Map(covered.map(({ name }) => [name, entries.findIndex((it) => it.variable === name)]));
  const columns = placed.entries.map(({ variable, place }) => starts.get(variable)! + place);
  const { count, size } = sample;
  const values = new Float64Array(count * columns.length);
  for (let row = 0; row < count; row++) {
    columns.forEach((column, i) => {
      values[row * columns.length + i] = sample.values[row * size + column]!;
    });
  }
  return { values, count, size: columns.length };
}

/** The log of the carried prior over the own one at each draw of a trace. */
function priorRatio(specification: Specification, data: PreparedData): (trace: Trace) => Float64Array {
  const { carried, own } = bothAtValues(specification.variables, specification.placed!);
  const valuesAt = atDraws(specification, data, [carried, own]);
  return (trace) => {
    const [first, second] = valuesAt(trace);
    return first!.map((value, draw) => value - second![draw]!);
  };
}

/** What the two fits say of themselves, with the sampler's state of the part that weighs more. */
function mixedSaved(first: SavedModel, second: SavedModel, posterior: number): SavedModel {
  const [main, other] = posterior >= 0.5 ? [first, second] : [second, first];
  return {
    ...main,
    // One clock runs through both.
    seconds: second.seconds,
    failures: [...main.failures, ...other.failures],
  };
}
