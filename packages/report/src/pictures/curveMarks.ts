// One curve as Plot's marks: its band, its observations and its median.
import * as Plot from '@observablehq/plot';
import type { CurveSeries } from './curveBand.ts';

export interface CurveLook {
  readonly colour: string;
  /** Of the observations. */
  readonly dots: string;
  readonly bandOpacity: number;
  readonly radius: number;
}

export interface CurveMarks {
  /** Drawn below the other two. */
  readonly band: Plot.Markish;
  readonly front: readonly Plot.Markish[];
}

export function curveMarks(series: CurveSeries, look: CurveLook): CurveMarks {
  const { colour, dots, bandOpacity, radius } = look;
  const rows = Array.from(series.x, (x, i) => ({
    x,
    median: series.median[i],
    lower: series.lower[i],
    upper: series.upper[i],
  }));
  const points = Array.from(series.observed?.x ?? [], (x, i) => ({ x, y: series.observed!.y[i] }));
  return {
    band: Plot.areaY(rows, {
      x: 'x',
      y1: 'lower',
      y2: 'upper',
      fill: colour,
      fillOpacity: bandOpacity,
      clip: true,
    }),
    front: [
      Plot.dot(points, { x: 'x', y: 'y', r: radius, fill: dots, fillOpacity: 0.65, clip: true }),
      Plot.line(rows, { x: 'x', y: 'median', stroke: colour, strokeWidth: 2.5, clip: true }),
    ],
  };
}
