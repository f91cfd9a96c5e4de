// Rank histograms: the ranks of a chain's draws among all are uniform when the chains agree.
// Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), §5.
import * as Plot from '@observablehq/plot';
import { renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions, seriesColour } from '../theme.ts';
import type { ChainDraws } from './tracePlot.ts';

const BINS = 20;

/** SVG with a row for each parameter and a panel for each chain; the band holds 95 % of bars of uniform ranks. */
export function rankPlot(data: ChainDraws, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 860, title = 'Ranks by chain', subtitle } = options;
  const chains = Math.max(1, ...data.parameters.map((it) => it.chains.length));
  const panelWidth = Math.floor((width - 32 - 12 * (chains - 1)) / chains);
  return renderSvg({
    title,
    subtitle,
    description: `Histograms of the ranks of ${data.parameters.map((it) => it.name).join(', ')} in each of ${chains} chains`,
    legend: [
      ...Array.from({ length: chains }, (_, k) => ({
        label: `chain ${k + 1}`,
        colour: seriesColour(theme, k),
        shape: 'line' as const,
      })),
      { label: '95% of bars if chains agree', colour: theme.muted, shape: 'band' },
    ],
    theme,
    columns: chains,
    panels: data.parameters.flatMap(({ name, chains: draws }) => {
      const histograms = rankHistograms(draws);
      const top = 1.1 * Math.max(1, ...histograms.flat());
      return histograms.map((counts, k) => {
        const expected = counts.reduce((sum, count) => sum + count, 0) / BINS;
        const spread = 1.96 * Math.sqrt(expected * (1 - 1 / BINS));
        const bars = counts.map((count, bin) => ({ from: bin / BINS, to: (bin + 1) / BINS, count }));
        return {
          title: k === 0 ? name : '',
          width: panelWidth,
          height: options.height ?? 120,
          plot: {
            marginLeft: 14,
            marginRight: 20,
            marginTop: 6,
            marginBottom: 28,
            x: {
              domain: [0, 1],
              ticks: [0, 0.5, 1],
              tickFormat: (share: number) => `${100 * share}%`,
              label: null,
              insetLeft: 0,
            },
            y: { axis: null, domain: [0, top] },
            marks: [
              Plot.rectY(bars, {
                x1: 'from',
                x2: 'to',
                y: 'count',
                fill: seriesColour(theme, k),
                fillOpacity: 0.8,
                inset: 0.5,
              }),
              Plot.rect([{ from: expected - spread, to: expected + spread }], {
                y1: 'from',
                y2: 'to',
                x1: 0,
                x2: 1,
                fill: theme.muted,
                fillOpacity: 0.28,
              }),
              Plot.ruleY([expected], { stroke: theme.ink, strokeDasharray: '3,3' }),
              Plot.ruleY([0], { stroke: theme.muted }),
            ],
          },
        };
      });
    }),
  });
}

/** Counts of each chain's pooled ranks in equal bins; ties share their mean rank. */
export function rankHistograms(chains: readonly ArrayLike<number>[]): number[][] {
  const pooled = chains.flatMap((chain, k) => Array.from(chain, (value) => ({ value, k })));
  pooled.sort((a, b) => a.value - b.value);
  const counts = chains.map(() => new Array<number>(BINS).fill(0));
  for (let start = 0; start < pooled.length; ) {
    let end = start + 1;
    while (end < pooled.length && pooled[end].value === pooled[start].value) end++;
    const share = (start + end) / 2 / pooled.length;
    const bin = Math.min(BINS - 1, Math.floor(share * BINS));
    for (let i = start; i < end; i++) counts[pooled[i].k][bin]++;
    start = end;
  }
  return counts;
}
