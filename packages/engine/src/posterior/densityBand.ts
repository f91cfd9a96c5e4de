// The density of the outcomes beside those of replications, as a band over one grid.
import { kde } from './kde.ts';
import { quantiles } from './quantile.ts';
import { quantilesOf } from './select.ts';

export interface DensityBand {
  readonly grid: Float64Array;
  readonly observed: Float64Array;
  /** Quantiles over the replications at each point of the grid. */
  readonly lower: Float64Array;
  readonly median: Float64Array;
  readonly upper: Float64Array;
}

const gridLength = 101;
/** Replications whose densities are estimated. */
const mostReplications = 100;

/**
 * @param replications replications × outcomes, row-major.
 * @param coverage of the band at each point.
 */
export function densityBand(
  outcomes: Float64Array,
  replications: Float64Array,
  coverage: number,
): DensityBand {
  const count = Math.min(mostReplications, replications.length / outcomes.length);
  // Few extreme replications must not stretch the grid.
  const ends = [...quantiles(outcomes, [0, 1]), ...quantiles(replications, [0.005, 0.995])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const grid = Float64Array.from(
    { length: gridLength },
    (_, i) => low + ((high - low) * i) / (gridLength - 1),
  );
  const densities = Array.from({ length: count }, (_, r) =>
    densityOn(grid, replications.subarray(r * outcomes.length, (r + 1) * outcomes.length)),
  );
  const [lower, median, upper] = [0, 1, 2].map(() => new Float64Array(gridLength));
  const tail = (1 - coverage) / 2;
  const found = new Float64Array(3);
  for (let i = 0; i < gridLength; i++) {
    quantilesOf(
      Float64Array.from(densities, (values) => values[i]),
      [tail, 0.5, 1 - tail],
      found,
    );
    [lower[i], median[i], upper[i]] = found;
  }
  return { grid, observed: densityOn(grid, outcomes), lower, median, upper };
}

/** A density estimate read off on another grid, 0 outside its own. */
function densityOn(grid: Float64Array, values: Float64Array): Float64Array {
  const estimate = kde(values, 'silverman');
  const last = estimate.grid.length - 1;
  const step = last > 0 ? (estimate.grid[last] - estimate.grid[0]) / last : 0;
  return grid.map((x) => {
    const place = (x - estimate.grid[0]) / step;
    // Bins are read to their outer edges, half a step beyond their midpoints.
    if (!(place >= -0.5 && place <= last + 0.5)) return 0;
    const below = Math.max(0, Math.min(last - 1, Math.floor(place)));
    const fraction = Math.max(0, Math.min(1, place - below));
    return estimate.density[below] * (1 - fraction) + estimate.density[below + 1] * fraction;
  });
}
