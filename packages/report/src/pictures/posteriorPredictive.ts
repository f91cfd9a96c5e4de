// Does the model make data like those observed? Densities of replicated data over the observed density.
// Gabry et al. (2019), Visualization in Bayesian workflow.
import * as Plot from '@observablehq/plot';
import { estimateDensity, quantileOf } from '../densityEstimate.ts';
import { renderSvg } from '../figure.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';

export interface PosteriorPredictive {
  /** Name and unit of the dependent column. */
  readonly label: string;
  readonly observed: ArrayLike<number>;
  /** Replicated data sets, each as long as `observed`; the first 50 are drawn as lines, all make the band. */
  readonly replicated: readonly ArrayLike<number>[];
  /** Ends of the support of the observations. */
  readonly lower?: number;
  readonly upper?: number;
  /** Draws as from a prior: changes only the words. */
  readonly isPrior?: boolean;
}

const LINES = 50;
const POINTS = 160;

/** SVG of the observed density, the replicated ones, and the pointwise 90 % band of these. */
export function posteriorPredictive(data: PosteriorPredictive, options: PictureOptions = {}): string {
  const kind = data.isPrior ? 'Prior' : 'Posterior';
  const { theme = LIGHT, width = 760, height = 400, title = `${kind} predictive check`, subtitle } = options;
  const colour = theme.series[data.isPrior ? 1 : 0];
  const domain = commonDomain(data);
  const estimate = (values: ArrayLike<number>) =>
    estimateDensity(values, { ...data, domain, points: POINTS });
  const replicated = data.replicated.map(estimate).filter((it) => it.x.length > 0);
  const observed = estimate(data.observed);
  const x = Array.from(
    { length: POINTS },
    (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / (POINTS - 1),
  );
  const band = x.map((at, i) => {
    const sorted = Float64Array.from(replicated, (it) => it.density[i]).sort();
    return { x: at, lower: quantileOf(sorted, 0.05), upper: quantileOf(sorted, 0.95) };
  });
  const curve = (density: ArrayLike<number>) => Array.from(density, (y, i) => ({ x: x[i], y }));
  return renderSvg({
    title,
    subtitle,
    description: `Density of observed ${data.label} and of ${data.replicated.length} replicated data sets`,
    legend: [
      { label: 'observed', colour: theme.observed, shape: 'line' },
      { label: 'replicated', colour, shape: 'line' },
      { label: '90% of replicated', colour, shape: 'band' },
    ],
    theme,
    panels: [
      {
        width: width - 32,
        height: height - 90,
        plot: {
          marginLeft: 16,
          marginRight: 16,
          marginTop: 10,
          marginBottom: 46,
          x: { label: data.label, labelAnchor: 'center', labelArrow: 'none', domain },
          y: { axis: null },
          marks: [
            Plot.areaY(replicated.length > 1 ? band : [], {
              x: 'x',
              y1: 'lower',
              y2: 'upper',
              fill: colour,
              fillOpacity: 0.22,
            }),
            ...replicated.slice(0, LINES).map((it) =>
              Plot.line(curve(it.density), {
                x: 'x',
                y: 'y',
                stroke: colour,
                strokeOpacity: 0.22,
                strokeWidth: 0.9,
              }),
            ),
            Plot.line(curve(observed.density), { x: 'x', y: 'y', stroke: theme.observed, strokeWidth: 2.6 }),
            Plot.ruleY([0], { stroke: theme.muted }),
          ],
        },
      },
    ],
  });
}

/** All of the observed range and the middle 99 % of the replicated one, which may have far outliers. */
function commonDomain(data: PosteriorPredictive): [number, number] {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = data;
  const sorted = (values: ArrayLike<number>) =>
    Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  const observed = sorted(data.observed);
  const replicated = sorted(data.replicated.flatMap((values) => Array.from(values)));
  const ends = [
    observed[0],
    observed[observed.length - 1],
    quantileOf(replicated, 0.005),
    quantileOf(replicated, 0.995),
  ];
  const finite = ends.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const from = Math.min(...finite);
  const to = Math.max(...finite);
  const margin = 0.05 * (to - from) || 1;
  return [Math.max(lower, from - margin), Math.min(upper, to + margin)];
}
