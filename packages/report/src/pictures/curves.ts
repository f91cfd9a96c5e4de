// Several curves over one column, solid or dashed: what was seen beside what was learned.
import * as Plot from '@observablehq/plot';
import { type LegendEntry, renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions, seriesColour } from '../theme.ts';

/** One curve at increasing x. */
export interface Curve {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Drawn dashed, heavier and in the colour of text, to stand out from the solid curves. */
  readonly isDashed?: boolean;
}

export interface Curves {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  readonly yDomain?: readonly [number, number];
  /** Shows y as a percentage. */
  readonly percent?: boolean;
}

/** SVG of the curves. */
export function curves(data: Curves, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, height = 460, title = 'Curves', subtitle } = options;
  const colour = ({ isDashed }: Curve, index: number) => (isDashed ? theme.ink : seriesColour(theme, index));
  const lines = data.curves.map((curve, index) =>
    Plot.line(
      Array.from(curve.x, (x, i) => ({ x, y: curve.y[i] })),
      {
        x: 'x',
        y: 'y',
        stroke: colour(curve, index),
        strokeWidth: curve.isDashed ? 3 : 2,
        ...(curve.isDashed ? { strokeDasharray: '7,5' } : {}),
        clip: true,
      },
    ),
  );
  const legend = data.curves.map(
    (curve, index): LegendEntry => ({
      label: curve.name,
      colour: colour(curve, index),
      shape: curve.isDashed ? 'dashed' : 'line',
    }),
  );
  return renderSvg({
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    description: `${data.yLabel} over ${data.xLabel} for ${data.curves.map(({ name }) => name).join(', ')}`,
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
          x: { label: data.xLabel, labelAnchor: 'center', labelArrow: 'none', nice: true },
          y: {
            label: data.yLabel,
            labelArrow: 'none',
            ...(data.yDomain === undefined ? { nice: true } : { domain: data.yDomain }),
            grid: true,
            ...(data.percent ? { tickFormat: '.0%' } : {}),
          },
          marks: [
            Plot.gridX({ stroke: theme.grid, strokeOpacity: 1 }),
            Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
            ...lines,
          ],
        },
      },
    ],
  });
}
