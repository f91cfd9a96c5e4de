// Many fitted curves, a small panel for each on common axes: more than a few in one panel cannot be told apart.
import * as Plot from '@observablehq/plot';
import { type Panel, renderSvg } from '../figure.ts';
import { percentText } from '../numberText.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';
import type { CurveBand } from './curveBand.ts';
import { curveMarks } from './curveMarks.ts';

const panelWidth = 150;
const panelHeight = 120;
const axisWidth = 44;

/** SVG with a panel for each series, all with the same axes; `height` is that of a panel. */
export function curvePanels(data: CurveBand, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, height = panelHeight, title = 'Fitted curves', subtitle } = options;
  const columns = Math.max(
    1,
    Math.min(data.series.length, Math.floor((width - 32 - axisWidth) / panelWidth)),
  );
  const inner = Math.floor((width - 32 - axisWidth - 12 * (columns - 1)) / columns);
  const band = `${percentText(data.coverage)} interval`;
  const colour = theme.series[0];
  const xDomain = data.xDomain ?? rangeOf(data.series.flatMap(({ x }) => Array.from(x)));
  const yDomain =
    data.yDomain ??
    rangeOf(
      data.series.flatMap(({ lower, upper, observed }) =>
        [lower, upper, observed?.y ?? []].flatMap((it) => Array.from(it)),
      ),
    );
  const lastRow = Math.floor((data.series.length - 1) / columns);
  const panels = data.series.map((series, k): Panel => {
    const isFirst = k % columns === 0;
    const isLast = Math.floor(k / columns) === lastRow || k + columns >= data.series.length;
    const { band: area, front } = curveMarks(series, {
      colour,
      dots: theme.observed,
      bandOpacity: 0.25,
      radius: 2.4,
    });
    return {
      title: series.name,
      width: inner + (isFirst ? axisWidth : 0),
      height: height + (isLast ? 24 : 0),
      plot: {
        marginLeft: isFirst ? axisWidth : 6,
        marginRight: 6,
        marginTop: 6,
        marginBottom: isLast ? 30 : 8,
        x: { label: null, domain: xDomain, axis: isLast ? 'bottom' : null, ticks: 3 },
        y: { label: null, domain: yDomain, axis: isFirst ? 'left' : null, ticks: 4 },
        marks: [
          Plot.gridX({ stroke: theme.grid, strokeOpacity: 1, ticks: 3 }),
          Plot.gridY({ stroke: theme.grid, strokeOpacity: 1, ticks: 4 }),
          area,
          ...front,
        ],
      },
    };
  });
  return renderSvg({
    title,
    subtitle: [subtitle, `${data.yLabel} over ${data.xLabel}`].filter((it) => it !== undefined).join('; '),
    description: `${data.yLabel} over ${data.xLabel} with ${band} for ${data.series.map((it) => it.name).join(', ')}`,
    legend: [
      { label: 'observed', colour: theme.observed, shape: 'dot' },
      { label: 'median', colour, shape: 'line' },
      { label: band, colour, shape: 'band' },
    ],
    theme,
    columns,
    panels,
  });
}

function rangeOf(values: readonly number[]): [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
