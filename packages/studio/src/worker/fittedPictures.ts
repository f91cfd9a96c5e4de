// Each picture of a fit by its name: from the model and its data to SVG, with a sentence on how to read it.
import {
  type Model,
  PosterityError,
  type PredictedDraws,
  quantileOfSorted,
  summaryRows,
  type Table,
  type Trace,
  takeRows,
} from '@posterity/engine';
import {
  type ComparisonRow,
  chainsOf,
  comparison,
  curveBand,
  curvePanels,
  DARK,
  type DensityParameter,
  density,
  energy,
  estimateDensity,
  LIGHT,
  overview,
  type PictureOptions,
  pairs,
  posteriorPredictive,
  rankPlot,
  traceEntries,
  tracePlot,
} from '@posterity/report/page';
import type { Fit } from './fit.ts';
import { axesOf, gridOf, groupColumns, rowForEachGroup } from './grid.ts';
import type { Drawn, Look, PictureName } from './protocol.ts';

const coverage = 0.9;
/** Curves that share one panel; more have a panel each. */
const mostTogether = 4;
/** Quantities drawn at most, and in the pictures that need a square of panels. */
const mostEntries = 9;
const mostPairs = 4;
/** Rows of replicated data that are drawn: more change no density. */
const mostReplicatedRows = 400;
const replications = 60;

type Draw = (fit: Fit, look: Look, other: Fit | undefined) => Drawn;

const draw: Readonly<Record<PictureName, Draw>> = {
  curve: (fit, look) => drawCurve(fit.model, fit.table, look, { title: 'Fitted curve' }),
  density: ({ model, table }, look) => {
    const prior = priorTrace(model, table);
    return {
      svg: density(
        { coverage, parameters: shownEntries(model.trace).map((it) => withPrior(it, prior)) },
        options(look, model),
      ),
      caption: `What the data taught: the shaded range holds each quantity with ${100 * coverage}% probability${prior === undefined ? '' : '; the dashed line is its prior'}.`,
    };
  },
  trace: ({ model }, look) => ({
    svg: tracePlot(byChain(model.trace), options(look, model)),
    caption: 'Chains that mix well overlap everywhere and wander nowhere.',
  }),
  ranks: ({ model }, look) => ({
    svg: rankPlot(byChain(model.trace), options(look, model)),
    caption: 'Chains that agree have bars of about equal height; slopes or humps mean that they do not.',
  }),
  pairs: ({ model }, look) => ({
    svg: pairs(
      {
        parameters: shownEntries(model.trace).slice(0, mostPairs),
        divergent: model.trace.sampleStats['diverging']?.values,
      },
      options(look, model),
    ),
    caption:
      'A curved or funnel-shaped cloud, or divergences in one corner, ask for another parametrisation.',
  }),
  predictive: ({ model, table }, look) => drawPredictive(model, table, look),
  overview: ({ model }, look) => ({
    svg: overview(
      { rows: summaryRows(model.summary()).map(({ label, row }) => ({ name: label, ...row })) },
      options(look),
    ),
    caption: 'Every quantity should stand on the right side of the dashed limits.',
  }),
  energy: ({ model: { trace } }, look) => ({
    svg: energy({ chains: chainsOf(trace, trace.sampleStats['energy']!.values) }, options(look)),
    caption: 'The two curves should be about equally wide.',
  }),
  compare: (fit, look, other) => drawComparison(fit, other ?? fit, look),
};

/** @param other the fit that `compare` compares with */
export function drawFit(fit: Fit, picture: PictureName, look: Look, other?: Fit): Drawn {
  return draw[picture](fit, look, other);
}

/** Pictures are laid out for these widths: narrower ones cannot be read, wider ones waste the screen. */
export function options(look: Look, model?: Model): PictureOptions {
  const left = model === undefined ? 0 : traceEntries(model.trace).length - mostEntries;
  return {
    theme: look.isDark ? DARK : LIGHT,
    width: Math.round(Math.min(900, Math.max(340, look.width))),
    ...(left > 0 ? { subtitle: `the first ${mostEntries}; ${left} more stand in the table` } : {}),
  };
}

/** The function's curve and the band of observations, by group, over the data. */
export function drawCurve(
  model: Model,
  table: Table,
  look: Look,
  words: {
    readonly title: string;
    readonly mark?: { readonly x: number; readonly label: string };
    readonly mostGroups?: number;
    /** Draws what is expected before the fit. */
    readonly isPrior?: boolean;
  },
): Drawn {
  const axis = look.axis ?? axesOf(model, table)[0];
  if (axis === undefined) return drawLevels(model, table, look, words);
  const grid = gridOf(model, table, axis, words.mostGroups ?? 24);
  const isMean = model.config.likelihood.log_density !== undefined;
  const target = isMean ? 'mean' : 'observation';
  const [lower, median, upper] = bandsOf(model, grid.table, target, words.isPrior === true);
  const subtitle =
    grid.left > 0 ? `${grid.series.length} of ${grid.series.length + grid.left} groups are drawn` : undefined;
  const picture = {
    xLabel: axis,
    yLabel: model.config.dependent_var ?? 'y',
    coverage,
    series: grid.series.map(({ name, from, to, observed }) => ({
      name,
      x: grid.x,
      median: median.subarray(from, to),
      lower: lower.subarray(from, to),
      upper: upper.subarray(from, to),
      observed,
    })),
    ...(words.mark === undefined ? {} : { mark: words.mark }),
  };
  const drawing = { ...options(look), title: words.title, ...(subtitle === undefined ? {} : { subtitle }) };
  const isCrowded = grid.series.length > mostTogether;
  return {
    svg: isCrowded ? curvePanels(picture, drawing) : curveBand(picture, drawing),
    caption: isMean
      ? `The function’s median, and the range that holds its value with ${100 * coverage}% probability.`
      : `The median, and the range that should hold ${100 * coverage}% of new observations.`,
  };
}

/** Lower end, median and upper end of each row, of the posterior or of the prior. */
function bandsOf(
  model: Model,
  rows: unknown,
  of: 'mean' | 'observation',
  isPrior: boolean,
): [Float64Array, Float64Array, Float64Array] {
  const probabilities = [(1 - coverage) / 2, 0.5, (1 + coverage) / 2];
  const bands = isPrior
    ? quantilesOf(model.priorPredictive(rows, { of }), probabilities)
    : model.predictQuantiles(rows, probabilities, of);
  return [bands[0]!, bands[1]!, bands[2]!];
}

function quantilesOf(
  { draws, rows, values }: PredictedDraws,
  probabilities: readonly number[],
): Float64Array[] {
  const result = probabilities.map(() => new Float64Array(rows));
  const column = new Float64Array(draws);
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row]!;
    column.sort();
    probabilities.forEach((probability, k) => {
      result[k]![row] = quantileOfSorted(column, probability);
    });
  }
  return result;
}

/** Without a numeric column: the function's value at each group. */
function drawLevels(
  model: Model,
  table: Table,
  look: Look,
  { title, isPrior = false }: { readonly title: string; readonly isPrior?: boolean },
): Drawn {
  const { labels, table: rows } = rowForEachGroup(model, table);
  const [lower, median, upper] = bandsOf(model, rows, 'mean', isPrior);
  const levels = labels.slice(0, 40).map((label, i) => ({
    label,
    median: median[i]!,
    lower: lower[i]!,
    upper: upper[i]!,
  }));
  const name = `${model.config.dependent_var ?? 'y'} by ${groupColumns(model).join(', ')}`;
  return {
    svg: comparison({ coverage, parameters: [{ name, rows: levels }] }, { ...options(look), title }),
    caption: `The function’s value at each level: its median and the range that holds it with ${100 * coverage}% probability.`,
  };
}

function drawPredictive(model: Model, table: Table, look: Look): Drawn {
  const every = Math.max(1, Math.ceil(table.rows / mostReplicatedRows));
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter((row) => row % every === 0);
  const seen = takeRows(table, kept);
  const { draws, rows, values } = model.predictDraws(seen);
  const step = Math.max(1, Math.floor(draws / replications));
  const replicated = Array.from({ length: Math.min(replications, draws) }, (_, k) =>
    values.subarray(k * step * rows, (k * step + 1) * rows),
  );
  const label = model.config.dependent_var ?? 'y';
  return {
    svg: posteriorPredictive(
      { label, observed: seen.columns[label]!.values as Float64Array, replicated },
      options(look),
    ),
    caption: 'Data made by the fitted model should look like the data observed.',
  };
}

function drawComparison(fit: Fit, other: Fit, look: Look): Drawn {
  const [ours, theirs] = [summaryRows(fit.model.summary()), summaryRows(other.model.summary())];
  const rowOf = (label: string, { row }: (typeof ours)[number]): ComparisonRow => ({
    label,
    median: row.q50,
    lower: row.q05,
    upper: row.q95,
  });
  const parameters = ours.slice(0, mostEntries).map((mine) => {
    const match = theirs.find((it) => it.label === mine.label);
    const rows = [
      rowOf(`fit ${fit.id}`, mine),
      ...(match === undefined ? [] : [rowOf(`fit ${other.id}`, match)]),
    ];
    return { name: mine.label, rows };
  });
  return {
    svg: comparison(
      { coverage, parameters },
      { ...options(look, fit.model), title: `Fit ${fit.id} and fit ${other.id}` },
    ),
    caption: 'The same quantities as two fits see them: median and 90% interval.',
  };
}

interface DrawnEntry {
  readonly name: string;
  readonly draws: Float64Array;
}

/** Numbers that stand alone come first: they speak for the whole. */
function shownEntries(trace: Trace): DrawnEntry[] {
  const isAlone = (name: string): boolean => trace.posterior[name]!.shape.length === 0;
  const all = traceEntries(trace);
  return [...all.filter(({ name }) => isAlone(name)), ...all.filter(({ name }) => !isAlone(name))]
    .slice(0, mostEntries)
    .map(({ label, draws }) => ({ name: label, draws }));
}

/** Draws of the prior; an improper one has none. */
function priorTrace(model: Model, table: Table): Trace | undefined {
  try {
    return model.priorDraws(table);
  } catch (error) {
    if (error instanceof PosterityError) return undefined;
    throw error;
  }
}

function withPrior({ name, draws }: DrawnEntry, prior: Trace | undefined): DensityParameter {
  const before = prior === undefined ? undefined : traceEntries(prior).find(({ label }) => label === name);
  if (before === undefined) return { name, draws };
  const { x, density } = estimateDensity(before.draws);
  return { name, draws, prior: { x, density } };
}

function byChain(trace: Trace): {
  parameters: { name: string; chains: Float64Array[] }[];
  divergences: Float64Array[];
} {
  return {
    parameters: shownEntries(trace).map(({ name, draws }) => ({ name, chains: chainsOf(trace, draws) })),
    divergences: chainsOf(trace, trace.sampleStats['diverging']?.values ?? new Float64Array(0)),
  };
}
