// The draws of each chain in order, beside their densities: do the chains tell the same story?
import * as Plot from '@observablehq/plot';
import { estimateDensity } from '../densityEstimate.ts';
import { type LegendEntry, type Panel, renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions, seriesColour, type Theme } from '../theme.ts';

/** Draws of named parameters by chain. */
export interface ChainDraws {
  /** Each chain's draws, all of one length. */
  readonly parameters: readonly { readonly name: string; readonly chains: readonly ArrayLike<number>[] }[];
  /** For each chain, whether each draw ended in a divergence. */
  readonly divergences?: readonly ArrayLike<boolean | number>[];
}

/** Points a line keeps: more cannot be told apart at a picture's width. */
const MOST_POINTS = 500;

/** SVG with two panels for each parameter: densities by chain, and draws in order. */
export function tracePlot(data: ChainDraws, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 860, title = 'Draws by chain', subtitle } = options;
  const left = Math.floor((width - 44) * 0.32);
  const right = width - 44 - left;
  const height = options.height ?? 150;
  const chains = Math.max(0, ...data.parameters.map((it) => it.chains.length));
  const legend: LegendEntry[] = Array.from({ length: chains }, (_, chain) => ({
    label: `chain ${chain + 1}`,
    colour: seriesColour(theme, chain),
    shape: 'line',
  }));
  const divergent = (data.divergences ?? []).flatMap((chain) =>
    Array.from(chain).flatMap((is, draw) => (is ? [draw] : [])),
  );
  if (divergent.length > 0)
    legend.push({ label: `divergence (${divergent.length})`, colour: theme.warning, shape: 'line' });
  return renderSvg({
    title,
    subtitle,
    description: `Densities and draws in order of ${data.parameters.map((it) => it.name).join(', ')} for ${chains} chains`,
    legend,
    theme,
    columns: 2,
    panels: data.parameters.flatMap(({ name, chains }, i) => {
      const axis = i === data.parameters.length - 1 ? 'draw' : null;
      return [
        densities(name, chains, left, height, theme),
        lines(chains, divergent, axis, right, height, theme),
      ];
    }),
  });
}

function densities(
  title: string,
  chains: readonly ArrayLike<number>[],
  width: number,
  height: number,
  theme: Theme,
): Panel {
  return {
    title,
    width,
    height,
    plot: {
      marginLeft: 24,
      marginRight: 24,
      marginTop: 8,
      marginBottom: 30,
      x: { label: null, ticks: 4 },
      y: { axis: null },
      marks: [
        ...chains.map((chain, k) => {
          const { x, density } = estimateDensity(chain);
          const curve = Array.from(x, (at, i) => ({ x: at, y: density[i] }));
          return Plot.line(curve, { x: 'x', y: 'y', stroke: seriesColour(theme, k), strokeWidth: 1.6 });
        }),
        Plot.ruleY([0], { stroke: theme.muted }),
      ],
    },
  };
}

function lines(
  chains: readonly ArrayLike<number>[],
  divergent: readonly number[],
  label: string | null,
  width: number,
  height: number,
  theme: Theme,
): Panel {
  const longest = Math.max(1, ...chains.map((chain) => chain.length));
  const every = Math.ceil(longest / MOST_POINTS);
  return {
    width,
    height,
    plot: {
      marginLeft: 58,
      marginRight: 12,
      marginTop: 8,
      marginBottom: label === null ? 30 : 40,
      x: { label, labelAnchor: 'center', labelArrow: 'none', domain: [0, longest - 1] },
      y: { label: null, ticks: 4, nice: true },
      marks: [
        Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: 4 }),
        ...chains.map((chain, k) => {
          const points: { draw: number; value: number }[] = [];
          for (let draw = 0; draw < chain.length; draw += every) points.push({ draw, value: chain[draw] });
          return Plot.line(points, {
            x: 'draw',
            y: 'value',
            stroke: seriesColour(theme, k),
            strokeWidth: 0.9,
            strokeOpacity: 0.75,
          });
        }),
        Plot.ruleX(divergent, { stroke: theme.warning, strokeOpacity: 0.7, strokeWidth: 1 }),
      ],
    },
  };
}
