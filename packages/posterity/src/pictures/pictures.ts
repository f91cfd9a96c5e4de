// Every picture of a fitted model, by the name that `posterity plot` and the report ask for.
import { summaryRows } from '@posterity/engine';
import {
  chainsOf,
  density,
  energy,
  forest,
  looPit,
  overview,
  type PictureOptions,
  pairs,
  posteriorPredictive,
  rankPlot,
  traceEntries,
  tracePlot,
} from '@posterity/report';
import { drawnColumns, effectPicture } from './effectPicture.ts';
import { priorCurves } from './priorCurves.ts';
import { replications } from './replications.ts';
import { numbersOf, type Subject } from './subject.ts';

interface Picture {
  readonly about: string;
  /** Whether it needs the rows of the fit. */
  readonly needsRows?: boolean;
  /** SVG; undefined when the model has nothing to show in it. */
  readonly draw: (subject: Subject, options: PictureOptions) => string | undefined;
}

const coverage = 0.9;
/** Parameters in one picture, and panels a side of the pairs. */
const [mostEntries, mostPairs] = [12, 4];

const entries = ({ model }: Subject) => traceEntries(model.trace).slice(0, mostEntries);

function byChain({ model: { trace } }: Subject, shown: ReturnType<typeof entries>) {
  return {
    parameters: shown.map(({ label, draws }) => ({ name: label, chains: chainsOf(trace, draws) })),
    divergences: chainsOf(trace, trace.sampleStats['diverging']?.values ?? new Float64Array(0)),
  };
}

export const pictures = {
  fit: {
    about: 'the fitted function along its first column, with the rows when --data gives them',
    draw: (subject, options) => {
      const [column] = drawnColumns(subject.model);
      return column === undefined ? undefined : effectPicture(subject, column, options);
    },
  },
  density: {
    about: 'posterior against prior of each parameter',
    draw: (subject, options) => {
      const priors = priorCurves(subject.model);
      const parameters = entries(subject).map(({ name, label, draws }) => ({
        name: label,
        draws,
        ...(priors[name] === undefined ? {} : { prior: priors[name] }),
      }));
      return density({ parameters, coverage }, options);
    },
  },
  forest: {
    about: 'intervals of the entries of grouped variables and vectors',
    draw: ({ model }, options) => {
      const rows = traceEntries(model.trace).filter(({ name, label }) => name !== label);
      return rows.length === 0
        ? undefined
        : forest({ rows: rows.map(({ label, draws }) => ({ name: label, draws })), coverage }, options);
    },
  },
  trace: {
    about: 'draws of each chain, in order',
    draw: (subject, options) => tracePlot(byChain(subject, entries(subject)), options),
  },
  rank: {
    about: 'histograms of ranks by chain',
    draw: (subject, options) => rankPlot(byChain(subject, entries(subject)), options),
  },
  pairs: {
    about: 'parameters two by two, divergences marked',
    draw: (subject, options) => {
      const shown = entries(subject).slice(0, mostPairs);
      const divergent = subject.model.trace.sampleStats['diverging']?.values;
      return shown.length < 2
        ? undefined
        : pairs(
            { parameters: shown.map(({ label, draws }) => ({ name: label, draws })), divergent },
            options,
          );
    },
  },
  energy: {
    about: 'energies of the chains and of their changes',
    draw: ({ model: { trace } }, options) => {
      const energies = trace.sampleStats['energy'];
      return energies === undefined
        ? undefined
        : energy({ chains: chainsOf(trace, energies.values) }, options);
    },
  },
  overview: {
    about: 'R-hat and effective sample sizes of every parameter',
    draw: ({ model }, options) =>
      overview(
        { rows: summaryRows(model.summary()).map(({ label, row }) => ({ name: label, ...row })) },
        options,
      ),
  },
  predictive: {
    about: 'densities of data made by the model against the observed one',
    needsRows: true,
    draw: (subject, options) => {
      const { model } = subject;
      const observed = numbersOf(subject, model.saved.dependent);
      const replicated = replications(subject);
      return observed === undefined || replicated === undefined
        ? undefined
        : posteriorPredictive({ label: model.saved.dependent, observed, replicated }, options);
    },
  },
  'loo-pit': {
    about: 'whether predictions of each row without itself hold what they say',
    needsRows: true,
    draw: ({ model, rows }, options) => {
      const pit = rows === undefined ? undefined : model.examine(rows).predictive?.looPit.values;
      return pit === undefined ? undefined : looPit({ pit }, options);
    },
  },
} as const satisfies Readonly<Record<string, Picture>>;

export type PictureName = keyof typeof pictures;
export function pictureOf(name: PictureName): Picture {
  return pictures[name];
}
