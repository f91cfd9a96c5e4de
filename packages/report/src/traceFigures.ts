// The pictures every report of a trace shows, from the draws alone.

import type { ReportFigure } from './html.ts';
import { numberText } from './numberText.ts';
import { density } from './pictures/density.ts';
import { energy } from './pictures/energy.ts';
import { pairs } from './pictures/pairs.ts';
import { rankPlot } from './pictures/rankPlot.ts';
import { tracePlot } from './pictures/tracePlot.ts';
import type { Theme } from './theme.ts';
import { chainsOf, type DrawnTrace, traceEntries } from './traceEntries.ts';

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
  const all = traceEntries(trace);
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
