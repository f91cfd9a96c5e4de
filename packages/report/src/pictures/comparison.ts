// A forest plot: the same parameters learned by several models, or at several levels, side by side.
import * as Plot from '@observablehq/plot';
import { renderSvg } from '../figure.ts';
import { numberText, percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions, seriesColour } from '../theme.ts';

/** One estimate: a point, its interval, and on request an inner one. */
export interface ComparisonRow {
  /** Model or level. */
  readonly label: string;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly innerLower?: number;
  readonly innerUpper?: number;
}

export interface Comparison {
  readonly parameters: readonly {
    readonly name: string;
    readonly rows: readonly ComparisonRow[];
    /** A value to compare with, such as the one the data were made from. */
    readonly truth?: ReadonlyMap<string, number>;
  }[];
  readonly coverage: number;
}

/** SVG with a panel for each parameter, one line a row; labels keep their order and colour across panels. */
export function comparison(data: Comparison, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 860, title = 'Learned parameters', subtitle } = options;
  const labels = [...new Set(data.parameters.flatMap((it) => it.rows.map((row) => row.label)))];
  const columns = Math.min(3, data.parameters.length);
  const longest = Math.max(4, ...labels.map((label) => label.length));
  const labelWidth = Math.ceil(Math.min(180, 16 + 8.2 * longest));
  const usable = width - 32 - 12 * (columns - 1) - labelWidth;
  const height = options.height ?? Math.max(130, 66 + 30 * labels.length);
  const hasTruth = data.parameters.some((it) => it.truth !== undefined);
  return renderSvg({
    title,
    subtitle,
    description: `Medians and ${percentText(data.coverage)} intervals of ${data.parameters.map((it) => it.name).join(', ')} for ${labels.join(', ')}`,
    legend: [
      { label: 'median', colour: theme.muted, shape: 'dot' },
      { label: `${percentText(data.coverage)} interval`, colour: theme.muted, shape: 'line' },
      ...(hasTruth ? [{ label: 'true value', colour: theme.observed, shape: 'dashed' } as const] : []),
    ],
    theme,
    columns,
    panels: data.parameters.map(({ name, rows, truth }, i) => {
      const isFirst = i % columns === 0;
      const colour = (row: ComparisonRow) => seriesColour(theme, labels.indexOf(row.label));
      const truths = rows.flatMap((row) =>
        truth?.has(row.label) ? [{ label: row.label, value: truth.get(row.label) }] : [],
      );
      return {
        title: name,
        width: Math.floor(usable / columns + (isFirst ? labelWidth : 0)),
        height,
        plot: {
          marginLeft: isFirst ? labelWidth + 8 : 8,
          marginRight: 20,
          marginTop: 10,
          marginBottom: 36,
          x: { label: null, ticks: 3, nice: true, tickFormat: (value: number) => numberText(value) },
          y: { domain: labels, label: null, axis: isFirst ? 'left' : null, tickSize: 0, padding: 0.4 },
          marks: [
            Plot.gridX({ stroke: theme.grid, strokeOpacity: 1 }),
            Plot.ruleY(rows, { y: 'label', x1: 'lower', x2: 'upper', stroke: colour, strokeWidth: 2 }),
            Plot.ruleY(
              rows.filter((row) => row.innerLower !== undefined && row.innerUpper !== undefined),
              { y: 'label', x1: 'innerLower', x2: 'innerUpper', stroke: colour, strokeWidth: 6 },
            ),
            Plot.tickX(truths, {
              x: 'value',
              y: 'label',
              stroke: theme.observed,
              strokeWidth: 2,
              strokeDasharray: '3,2',
            }),
            Plot.dot(rows, {
              x: 'median',
              y: 'label',
              r: 5,
              fill: colour,
              stroke: theme.background,
              strokeWidth: 1.5,
            }),
          ],
        },
      };
    }),
  });
}
