// Intervals of many parameters one under the other: the levels of a group, the columns of a vector.
import * as Plot from '@observablehq/plot';
import { quantileOf } from '../densityEstimate.ts';
import { renderSvg } from '../figure.ts';
import { percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';

export interface ForestRow {
  readonly name: string;
  readonly draws: ArrayLike<number>;
}

export interface Forest {
  readonly rows: readonly ForestRow[];
  /** Coverage of the thin line, in (0, 1); the thick one covers half. */
  readonly coverage: number;
  /** A value to compare with, such as 0 or a population's mean. */
  readonly reference?: { readonly value: number; readonly label: string };
}

/** Rows with a name each; beyond these the names would not be legible. */
const mostRows = 60;

/** SVG with a line for each row: median, half and whole interval. */
export function forest(data: Forest, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, title = 'Intervals' } = options;
  const shown = data.rows.slice(0, mostRows);
  const hidden = data.rows.length - shown.length;
  const { subtitle = hidden > 0 ? `${hidden} more are not shown` : undefined } = options;
  const tail = (1 - data.coverage) / 2;
  const lines = shown.map(({ name, draws }) => {
    const sorted = Float64Array.from(draws).sort();
    const at = (probability: number): number => quantileOf(sorted, probability);
    return { name, low: at(tail), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(1 - tail) };
  });
  const labelWidth = Math.ceil(
    Math.min(280, 16 + 8.2 * Math.max(4, ...shown.map(({ name }) => name.length))),
  );
  const [colour] = theme.series;
  const height = options.height ?? 60 + 22 * lines.length;
  return renderSvg({
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    description: `Median and ${percentText(data.coverage)} interval of ${lines.length} parameters.`,
    theme,
    legend: [
      { label: `${percentText(data.coverage)} interval, and half of it`, colour: colour!, shape: 'line' },
      ...(data.reference === undefined
        ? []
        : [{ label: data.reference.label, colour: theme.muted, shape: 'dashed' as const }]),
    ],
    panels: [
      {
        width: width - 32,
        height,
        plot: {
          marginLeft: labelWidth,
          marginRight: 20,
          marginTop: 10,
          marginBottom: 36,
          x: { label: null, ticks: 6, nice: true },
          y: { type: 'point', domain: lines.map(({ name }) => name), label: null, tickSize: 0 },
          marks: [
            Plot.gridX({ stroke: theme.grid, strokeOpacity: 1 }),
            ...(data.reference === undefined
              ? []
              : [Plot.ruleX([data.reference.value], { stroke: theme.muted, strokeDasharray: '5,3' })]),
            Plot.ruleY(lines, { y: 'name', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 1.5 }),
            Plot.ruleY(lines, { y: 'name', x1: 'lower', x2: 'upper', stroke: colour, strokeWidth: 4.5 }),
            Plot.dot(lines, {
              y: 'name',
              x: 'median',
              r: 4,
              fill: theme.background,
              stroke: colour,
              strokeWidth: 2,
            }),
          ],
        },
      },
    ],
  });
}
