// The energy's marginal distribution against that of its changes: a much narrower second means slow mixing.
// Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo.
import * as Plot from '@observablehq/plot';
import { estimateDensity } from '../densityEstimate.ts';
import { renderSvg } from '../figure.ts';
import { numberText } from '../numberText.ts';
import { LIGHT, type PictureOptions } from '../theme.ts';

export interface EnergyData {
  /** Energy of each draw, by chain. */
  readonly chains: readonly ArrayLike<number>[];
  /** E-BFMI of each chain, to be told below the title. */
  readonly eBfmi?: readonly number[];
}

/** SVG of the two densities, both centred. */
export function energy(data: EnergyData, options: PictureOptions = {}): string {
  const { theme = LIGHT, width = 760, height = 360, title = 'Energy' } = options;
  const told = data.eBfmi?.map((value) => numberText(value, 2)).join(', ');
  const { subtitle = told === undefined ? undefined : `E-BFMI by chain: ${told} (below 0.3 is a warning)` } =
    options;
  const mean = average(data.chains.flatMap((chain) => Array.from(chain)).filter(Number.isFinite));
  const levels = data.chains.flatMap((chain) => Array.from(chain, (value) => value - mean));
  const changes = data.chains.flatMap((chain) =>
    Array.from(chain, (value, i) => value - chain[i - 1]).slice(1),
  );
  const curve = (values: readonly number[]) => {
    const { x, density } = estimateDensity(values);
    return Array.from(x, (at, i) => ({ x: at, y: density[i] }));
  };
  const [first, second] = theme.series;
  return renderSvg({
    title,
    subtitle,
    description: 'Densities of the energy around its mean and of its change from draw to draw',
    legend: [
      { label: 'energy − mean', colour: first, shape: 'band' },
      { label: 'change of energy', colour: second, shape: 'line' },
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
          x: { label: 'energy', labelAnchor: 'center', labelArrow: 'none' },
          y: { axis: null },
          marks: [
            Plot.areaY(curve(levels), { x: 'x', y: 'y', fill: first, fillOpacity: 0.3 }),
            Plot.line(curve(levels), { x: 'x', y: 'y', stroke: first, strokeWidth: 1.6 }),
            Plot.line(curve(changes), { x: 'x', y: 'y', stroke: second, strokeWidth: 2.4 }),
            Plot.ruleY([0], { stroke: theme.muted }),
          ],
        },
      },
    ],
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
