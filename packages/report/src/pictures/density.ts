// The marginal posterior of each parameter with its interval, and the prior it began from.
import * as Plot from '@observablehq/plot';
import { estimateDensity, quantileOf } from '../densityEstimate.ts';
import { type LegendEntry, type Panel, renderSvg } from '../figure.ts';
import { numberText, percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions, type Theme } from '../theme.ts';

export interface DensityParameter {
  readonly name: string;
  /** Draws of all chains. */
  readonly draws: ArrayLike<number>;
  readonly unit?: string;
  /** Ends of the parameter's support. */
  readonly lower?: number;
  readonly upper?: number;
  /** Density of the prior at x; drawn where it overlaps the posterior's range. */
  readonly prior?: { readonly x: ArrayLike<number>; readonly density: ArrayLike<number> };
}

export interface DensityData {
  readonly parameters: readonly DensityParameter[];
  /** Coverage of the equal-tailed interval under each curve, in (0, 1). */
  readonly coverage: number;
}

/** SVG with a panel for each parameter. */
export function density(data: DensityData, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, title = 'Posterior', subtitle } = options;
  const columns = Math.min(3, data.parameters.length);
  const panelWidth = Math.floor((width - 32 - 12 * (columns - 1)) / columns);
  const colour = theme.series[0];
  const legend: LegendEntry[] = [
    { label: 'posterior', colour, shape: 'line' },
    { label: `${percentText(data.coverage)} interval`, colour, shape: 'band' },
  ];
  if (data.parameters.some((it) => it.prior !== undefined)) {
    legend.push({ label: 'prior', colour: theme.series[1], shape: 'dashed' });
  }
  return renderSvg({
    title,
    subtitle,
    description: `Marginal posterior densities of ${data.parameters.map((it) => it.name).join(', ')}`,
    legend,
    theme,
    columns,
    panels: data.parameters.map((it) =>
      densityPanel(it, data.coverage, panelWidth, options.height ?? 220, theme),
    ),
  });
}

function densityPanel(
  parameter: DensityParameter,
  coverage: number,
  width: number,
  height: number,
  theme: Theme,
): Panel {
  const { x, density: heights } = estimateDensity(parameter.draws, parameter);
  const curve = Array.from(x, (at, i) => ({ x: at, y: heights[i] }));
  const sorted = Float64Array.from(Array.from(parameter.draws).filter(Number.isFinite)).sort();
  const [lower, median, upper] = [(1 - coverage) / 2, 0.5, (1 + coverage) / 2].map((p) =>
    quantileOf(sorted, p),
  );
  const top = heights.reduce((highest, value) => Math.max(highest, value), 0);
  const prior = Array.from(parameter.prior?.x ?? [], (at, i) => ({ x: at, y: parameter.prior!.density[i] }));
  const colour = theme.series[0];
  return {
    title: parameter.name,
    width,
    height,
    plot: {
      marginLeft: 18,
      marginRight: 18,
      marginTop: 22,
      marginBottom: 44,
      x: {
        label:
          parameter.unit ??
          (sorted.length > 0 ? `${numberText(median)} (${numberText(lower)} to ${numberText(upper)})` : null),
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: x.length > 0 ? Math.max(3, Math.floor(width / 80)) : [],
        domain: x.length > 0 ? [x[0], x[x.length - 1]] : undefined,
      },
      y: { axis: null, domain: [0, top > 0 ? 1.06 * top : 1] },
      marks: [
        Plot.areaY(curve, {
          x: 'x',
          y: 'y',
          fill: colour,
          fillOpacity: 0.25,
          filter: (point: { x: number }) => point.x >= lower && point.x <= upper,
        }),
        Plot.line(curve, { x: 'x', y: 'y', stroke: colour, strokeWidth: 2.2 }),
        Plot.line(prior, {
          x: 'x',
          y: 'y',
          stroke: theme.series[1],
          strokeWidth: 1.8,
          strokeDasharray: '5,3',
          clip: true,
        }),
        Plot.ruleX(sorted.length > 0 ? [median] : [], { stroke: colour, strokeWidth: 1.5, y2: top }),
        Plot.ruleY([0], { stroke: theme.muted }),
        Plot.text(
          x.length > 0
            ? []
            : [sorted.length > 0 ? `every draw is ${numberText(sorted[0])}` : 'no finite draws'],
          {
            frameAnchor: 'middle',
            fill: theme.muted,
          },
        ),
      ],
    },
  };
}
