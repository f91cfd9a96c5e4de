// Observed points, the fitted median and its credible band over one column: the main picture of a fit.
import * as Plot from '@observablehq/plot';
import { type LegendEntry, renderSvg } from '../figure.ts';
import { percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions, seriesColour } from '../theme.ts';
import { curveMarks } from './curveMarks.ts';

/** A curve with its band at increasing x, and the observations it belongs to. */
export interface CurveSeries {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly median: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly observed?: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

export interface CurveBand {
  /** Name and unit of the column along the axis. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** Coverage of the bands, in (0, 1). */
  readonly coverage: number;
  readonly series: readonly CurveSeries[];
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  /** Shows y as a percentage. */
  readonly percent?: boolean;
  /** A marked place on the x axis, such as where the observations end. */
  readonly mark?: { readonly x: number; readonly label: string };
}

/** SVG of the fitted curves. */
export function curveBand(data: CurveBand, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, height = 460, title = 'Fitted curve', subtitle } = options;
  const marks: Plot.Markish[] = [];
  const legend: LegendEntry[] = [];
  const band = `${percentText(data.coverage)} interval`;
  const isSingle = data.series.length === 1;
  data.series.forEach((series, k) => {
    const colour = seriesColour(theme, k);
    const { band: area, front } = curveMarks(series, {
      colour,
      dots: isSingle ? theme.observed : colour,
      bandOpacity: isSingle ? 0.25 : 0.18,
      radius: 3,
    });
    marks.unshift(area);
    marks.push(...front);
    if (isSingle) {
      if ((series.observed?.x.length ?? 0) > 0)
        legend.push({ label: 'observed', colour: theme.observed, shape: 'dot' });
      legend.push({ label: 'median', colour, shape: 'line' }, { label: band, colour, shape: 'band' });
    } else {
      legend.push({ label: series.name, colour, shape: 'line' });
    }
  });
  if (!isSingle) legend.push({ label: band, colour: theme.muted, shape: 'band' });
  if (data.mark !== undefined) {
    marks.push(
      Plot.ruleX([data.mark.x], { stroke: theme.muted, strokeDasharray: '4,4' }),
      Plot.text([data.mark], {
        x: 'x',
        text: 'label',
        frameAnchor: 'top',
        dx: 6,
        dy: 4,
        textAnchor: 'start',
        lineAnchor: 'top',
        fill: theme.muted,
      }),
    );
  }
  return renderSvg({
    title,
    subtitle,
    description: `${data.yLabel} over ${data.xLabel} with ${band} for ${data.series.map((it) => it.name).join(', ')}`,
    legend,
    theme,
    panels: [
      {
        width: width - 32,
        height: height - 90,
        plot: {
          marginLeft: 64,
          marginBottom: 46,
          marginTop: 26,
          marginRight: 16,
          x: {
            label: data.xLabel,
            labelAnchor: 'center',
            labelArrow: 'none',
            domain: data.xDomain,
            nice: data.xDomain === undefined,
          },
          y: {
            label: data.yLabel,
            labelArrow: 'none',
            domain: data.yDomain,
            nice: data.yDomain === undefined,
            grid: true,
            ...(data.percent ? { tickFormat: '.0%' } : {}),
          },
          marks: [
            Plot.gridX({ stroke: theme.grid, strokeOpacity: 1 }),
            Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
            ...marks,
          ],
        },
      },
    ],
  });
}
