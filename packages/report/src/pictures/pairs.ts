// Every two parameters against each other, divergences marked: where does the sampler get stuck?
import * as Plot from '@observablehq/plot';
import { type LegendEntry, type Panel, renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';

export interface PairsData {
  /** Draws of all chains, in one order for all parameters. */
  readonly parameters: readonly { readonly name: string; readonly draws: ArrayLike<number> }[];
  /** Whether each draw ended in a divergence. */
  readonly divergent?: ArrayLike<boolean | number>;
}

/** Dots a panel shows; more make a blot. */
const MOST_DOTS = 800;

/** SVG with a lower triangle of scatter plots and histograms on the diagonal. */
export function pairs(data: PairsData, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, title = 'Pairs of parameters', subtitle } = options;
  const { parameters, divergent = [] } = data;
  const size = Math.floor((width - 32 - 12 * (parameters.length - 1)) / Math.max(1, parameters.length));
  const total = Math.max(0, ...parameters.map((it) => it.draws.length));
  const every = Math.max(1, Math.ceil(total / MOST_DOTS));
  const shown: number[] = [];
  const marked: number[] = [];
  for (let draw = 0; draw < total; draw++) {
    if (divergent[draw]) marked.push(draw);
    else if (draw % every === 0) shown.push(draw);
  }
  const legend: LegendEntry[] = [{ label: 'draw', colour: theme.series[0], shape: 'dot' }];
  if (marked.length > 0)
    legend.push({ label: `divergence (${marked.length})`, colour: theme.warning, shape: 'dot' });
  const last = parameters.length - 1;
  const panels: Panel[] = parameters.flatMap((rowParameter, row) =>
    parameters.map((columnParameter, column): Panel => {
      const base = { width: size, height: size };
      const isEdge = column === 0;
      const x = {
        label: row === last ? columnParameter.name : null,
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 3,
        axis: row === last ? 'bottom' : null,
      } as const;
      const margins = { marginLeft: 46, marginRight: 6, marginTop: 22, marginBottom: row === last ? 40 : 10 };
      if (column > row) return { ...base, plot: { ...margins, axis: null, marks: [] } };
      if (column === row) {
        const values = Array.from(rowParameter.draws).filter(Number.isFinite);
        return {
          ...base,
          plot: {
            ...margins,
            x,
            y: { axis: null },
            marks: [
              Plot.rectY(values, {
                ...Plot.binX({ y: 'count' }, { thresholds: 24 }),
                fill: theme.series[0],
                fillOpacity: 0.55,
                inset: 0.4,
              }),
              Plot.ruleY([0], { stroke: theme.muted }),
              Plot.text([rowParameter.name], { frameAnchor: 'top', dy: -16, fontWeight: 'bold' }),
            ],
          },
        };
      }
      const dots = (draws: readonly number[]) =>
        draws.map((draw) => ({ x: columnParameter.draws[draw], y: rowParameter.draws[draw] }));
      return {
        ...base,
        plot: {
          ...margins,
          x,
          y: {
            label: isEdge ? rowParameter.name : null,
            labelArrow: 'none',
            ticks: 3,
            axis: isEdge ? 'left' : null,
          },
          marks: [
            Plot.frame({ stroke: theme.grid }),
            Plot.dot(dots(shown), { x: 'x', y: 'y', r: 1.5, fill: theme.series[0], fillOpacity: 0.35 }),
            Plot.dot(dots(marked), { x: 'x', y: 'y', r: 2.6, fill: theme.warning }),
          ],
        },
      };
    }),
  );
  return renderSvg({
    title,
    subtitle,
    description: `Scatter plots of ${parameters.map((it) => it.name).join(', ')} with ${marked.length} divergences`,
    legend,
    theme,
    columns: parameters.length,
    panels,
  });
}
