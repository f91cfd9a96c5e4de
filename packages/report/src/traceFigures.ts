// The pictures every report of a trace shows, from the draws alone.

import type { ReportFigure } from './html.ts';
import { numberText } from './numberText.ts';
import { density } from './pictures/density.ts';
import { energy } from './pictures/energy.ts';
import { pairs } from './pictures/pairs.ts';
import { rankPlot } from './pictures/rankPlot.ts';
import { tracePlot } from './pictures/tracePlot.ts';
import type { Theme } from './theme.ts';

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

export interface TraceFigureOptions {
  readonly theme?: Theme;
  /** Coverage of intervals; 0.9 when left out. */
  readonly coverage?: number;
  /** Entries of variables shown at most, in the trace's order; 12 when left out. */
  readonly mostEntries?: number;
  /** E-BFMI of each chain. */
  readonly eBfmi?: readonly number[];
  /** Prior densities by variable, drawn over the posterior's. */
  readonly priors?: Readonly<
    Record<string, { readonly x: ArrayLike<number>; readonly density: ArrayLike<number> }>
  >;
}

/** More panels a side than this cannot be read. */
const MOST_PAIRS = 4;

/** Marginal densities, draws by chain, ranks, pairs and energy of a trace. */
export function traceFigures(trace: DrawnTrace, options: TraceFigureOptions = {}): ReportFigure[] {
  const { theme, coverage = 0.9, mostEntries = 12, eBfmi, priors = {} } = options;
  const all = Object.values(trace.posterior).flatMap((variable) => entries(trace, variable));
  const shown = all.slice(0, mostEntries);
  if (shown.length === 0) return [];
  const left = all.length - shown.length;
  const subtitle = `${trace.chains} chains of ${trace.draws} draws${left > 0 ? `; ${left} more entries are not shown` : ''}`;
  const picture = theme === undefined ? { subtitle } : { subtitle, theme };
  const byChain = {
    parameters: shown.map(({ label, draws }) => ({ name: label, chains: chainsOf(trace, draws) })),
    divergences: chainsOf(trace, trace.sampleStats['diverging']?.values ?? new Float64Array(0)),
  };
  const figures: ReportFigure[] = [
    {
      svg: density(
        {
          parameters: shown.map((it) => ({ name: it.label, draws: it.draws, prior: priors[it.name] })),
          coverage,
        },
        picture,
      ),
      caption: `What the data taught: the shaded range holds each parameter with ${numberText(100 * coverage)}% probability.`,
    },
    {
      svg: tracePlot(byChain, picture),
      caption: 'Chains that mix well overlap everywhere and wander nowhere.',
    },
    {
      svg: rankPlot(byChain, picture),
      caption: 'Chains that agree have bars of about equal height; slopes or humps mean that they do not.',
    },
  ];
  if (shown.length > 1) {
    figures.push({
      svg: pairs(
        {
          parameters: shown.slice(0, MOST_PAIRS).map((it) => ({ name: it.label, draws: it.draws })),
          divergent: trace.sampleStats['diverging']?.values,
        },
        picture,
      ),
      caption:
        'A curved or funnel-shaped cloud, or divergences in one corner, ask for another parametrisation.',
    });
  }
  const energies = trace.sampleStats['energy'];
  if (energies !== undefined) {
    figures.push({
      svg: energy({ chains: chainsOf(trace, energies.values), eBfmi }, theme === undefined ? {} : { theme }),
      caption: 'The two curves should be about equally wide.',
    });
  }
  return figures;
}

interface Entry {
  readonly name: string;
  readonly label: string;
  /** Chain × draw. */
  readonly draws: Float64Array;
}

function entries(trace: DrawnTrace, variable: DrawnVariable): Entry[] {
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

function chainsOf(trace: DrawnTrace, values: Float64Array): Float64Array[] {
  if (values.length === 0) return [];
  return Array.from({ length: trace.chains }, (_, chain) =>
    values.subarray(chain * trace.draws, (chain + 1) * trace.draws),
  );
}
