// Leave-one-out probability integral transforms: uniform when predictions are calibrated.
// Drawn as the difference of their empirical distribution from the uniform one; the band is pointwise, not simultaneous.
import * as Plot from '@observablehq/plot';
import { renderSvg } from '../figure.ts';
import { percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';

export interface LooPit {
  /** Share of the leave-one-out prediction below each observation, in [0, 1]. */
  readonly pit: ArrayLike<number>;
}

/** Standard normal quantile of 0.975. */
const TWO_SIDED_95 = 1.959963984540054;
const BAND_POINTS = 101;

/** SVG of the distribution's difference from uniform, with the band that holds it at each place in 95 % of samples. */
export function looPit(data: LooPit, options: PictureOptions = {}): string {
  const {
    theme = LIGHT,
    width = 760,
    height = 380,
    title = 'Calibration of predictions (LOO-PIT)',
    subtitle,
  } = options;
  const sorted = Float64Array.from(Array.from(data.pit).filter(Number.isFinite)).sort();
  const n = sorted.length;
  const steps = [{ x: 0, y: 0 }];
  sorted.forEach((x, i) => void steps.push({ x, y: i / n - x }, { x, y: (i + 1) / n - x }));
  steps.push({ x: 1, y: 0 });
  const band = Array.from({ length: BAND_POINTS }, (_, i) => {
    const x = i / (BAND_POINTS - 1);
    return { x, y: TWO_SIDED_95 * Math.sqrt((x * (1 - x)) / Math.max(1, n)) };
  });
  const [colour] = theme.series;
  return renderSvg({
    title,
    subtitle,
    description: `Difference between the distribution of ${n} probability integral transforms and the uniform one`,
    legend: [
      { label: 'observed − uniform', colour, shape: 'line' },
      { label: '95% at each place if calibrated', colour: theme.muted, shape: 'band' },
    ],
    theme,
    panels: [
      {
        width: width - 32,
        height: height - 90,
        plot: {
          marginLeft: 64,
          marginRight: 20,
          marginTop: 26,
          marginBottom: 46,
          x: {
            label: 'share of the prediction below the observation',
            labelAnchor: 'center',
            labelArrow: 'none',
            domain: [0, 1],
            tickFormat: percentText,
          },
          y: { label: 'difference', labelArrow: 'none', nice: true, ticks: 5 },
          marks: [
            Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: 5 }),
            Plot.areaY(band, {
              x: 'x',
              y1: (it: { y: number }) => -it.y,
              y2: 'y',
              fill: theme.muted,
              fillOpacity: 0.22,
            }),
            Plot.ruleY([0], { stroke: theme.ink, strokeDasharray: '3,3' }),
            Plot.line(n > 0 ? steps : [], { x: 'x', y: 'y', stroke: colour, strokeWidth: 2 }),
          ],
        },
      },
    ],
  });
}
