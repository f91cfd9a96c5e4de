// R-hat and effective sample sizes of every parameter at a glance, with the limits they should keep.
// Limits: Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021).
import * as Plot from '@observablehq/plot';
import { type Panel, renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions, type Theme } from '../theme.ts';

export interface OverviewRow {
  readonly name: string;
  readonly r_hat: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
}

export interface Overview {
  readonly rows: readonly OverviewRow[];
  /** 1.01 when left out. */
  readonly rHatLimit?: number;
  /** 400 when left out: 100 for each of four chains. */
  readonly essLimit?: number;
}

/** Rows with a name each; beyond these the names would not be legible. */
const MOST_ROWS = 40;

/** SVG with a panel of R-hat and one of effective sample sizes; the worst parameters come first. */
export function overview(data: Overview, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 860, title = 'Convergence at a glance' } = options;
  const { rHatLimit = 1.01, essLimit = 400 } = data;
  const badness = (row: OverviewRow) => (Number.isFinite(row.r_hat) ? row.r_hat : Number.POSITIVE_INFINITY);
  const ordered = [...data.rows].sort((a, b) => badness(b) - badness(a) || a.ess_bulk - b.ess_bulk);
  const rows = ordered.slice(0, MOST_ROWS);
  const {
    subtitle = rows.length < ordered.length
      ? `the worst ${rows.length} of ${ordered.length} parameters`
      : undefined,
  } = options;
  const labelWidth = Math.ceil(Math.min(220, 16 + 8.2 * Math.max(4, ...rows.map((row) => row.name.length))));
  const usable = Math.floor((width - 44 - labelWidth) / 2);
  const height = options.height ?? 70 + 20 * rows.length;
  const shared = { rows, height, theme, labelWidth };
  return renderSvg({
    title,
    subtitle,
    description: `R-hat and effective sample sizes of ${rows.map((row) => row.name).join(', ')}`,
    legend: [
      { label: 'R-hat, bulk ESS', colour: theme.series[0], shape: 'dot' },
      { label: 'tail ESS', colour: theme.series[1], shape: 'dot' },
      { label: 'beyond the limit', colour: theme.warning, shape: 'dot' },
      { label: 'limit', colour: theme.muted, shape: 'dashed' },
    ],
    theme,
    columns: 2,
    panels: [
      dots({
        ...shared,
        title: 'R-hat',
        width: usable + labelWidth,
        hasLabels: true,
        limit: rHatLimit,
        floor: 1,
        isBad: (value) => !(value <= rHatLimit),
        values: [{ of: (row) => row.r_hat, colour: theme.series[0] }],
      }),
      dots({
        ...shared,
        title: 'Effective sample size',
        width: usable,
        hasLabels: false,
        limit: essLimit,
        floor: 0,
        isBad: (value) => !(value >= essLimit),
        values: [
          { of: (row) => row.ess_tail, colour: theme.series[1] },
          { of: (row) => row.ess_bulk, colour: theme.series[0] },
        ],
      }),
    ],
  });
}

interface DotPanel {
  readonly title: string;
  readonly rows: readonly OverviewRow[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly labelWidth: number;
  readonly hasLabels: boolean;
  readonly limit: number;
  readonly floor: number;
  readonly isBad: (value: number) => boolean;
  readonly values: readonly { readonly of: (row: OverviewRow) => number; readonly colour: string }[];
}

function dots(panel: DotPanel): Panel {
  const { rows, theme, limit, isBad } = panel;
  const finite = panel.values.flatMap(({ of }) => rows.map(of)).filter(Number.isFinite);
  const top = Math.max(limit, ...finite);
  return {
    title: panel.title,
    width: panel.width,
    height: panel.height,
    plot: {
      marginLeft: panel.hasLabels ? panel.labelWidth + 8 : 12,
      marginRight: 24,
      marginTop: 10,
      marginBottom: 36,
      x: { label: null, ticks: 4, domain: [panel.floor, panel.floor + 1.08 * (top - panel.floor)] },
      y: {
        type: 'point',
        domain: rows.map((row) => row.name),
        label: null,
        axis: panel.hasLabels ? 'left' : null,
        tickSize: 0,
      },
      marks: [
        Plot.gridX({ stroke: theme.grid, strokeOpacity: 1, ticks: 4 }),
        Plot.ruleX([limit], { stroke: theme.muted, strokeWidth: 1.5, strokeDasharray: '5,3' }),
        ...panel.values.map(({ of, colour }) =>
          Plot.dot(
            rows.filter((row) => Number.isFinite(of(row))),
            { x: of, y: 'name', r: 4, fill: (row: OverviewRow) => (isBad(of(row)) ? theme.warning : colour) },
          ),
        ),
      ],
    },
  };
}
