// Density estimate for pictures: binned Gaussian kernel, reflected at the range of the draws, as arviz.kde.
import { exp, pow } from '../numeric/math.ts';
import { diffusionBandwidth } from './diffusionBandwidth.ts';
import { variance } from './moments.ts';
import { quantileOfSorted, sorted } from './quantile.ts';

export interface Density {
  /** Midpoints of equal bins from the smallest to the largest draw. */
  readonly grid: Float64Array;
  readonly density: Float64Array;
  readonly bandwidth: number;
}

export type BandwidthRule = 'silverman' | 'isj' | 'experimental';

/**
 * Density on `gridLength` (at least 100) points; draws that are not finite are left out. Constant draws give one
 * grid point with density Infinity; none give an empty grid. `experimental`, ArviZ's default, is the mean of
 * Silverman's rule, which smooths two modes into one, and Botev's, which follows every ripple.
 */
export function kde(draws: Float64Array, rule: BandwidthRule = 'experimental', gridLength = 512): Density {
  const ascending = sorted(draws.filter(Number.isFinite));
  const count = ascending.length;
  const low = ascending[0];
  const range = ascending[count - 1] - low;
  if (count === 0 || range === 0) {
    return {
      grid: ascending.slice(0, 1),
      density: new Float64Array(Math.min(count, 1)).fill(Infinity),
      bandwidth: 0,
    };
  }
  const bins = Math.max(Math.floor(gridLength), 100);
  const width = range / bins;
  const counts = new Float64Array(bins);
  const edge = (bin: number) => (bin === bins ? ascending[count - 1] : low + bin * width);
  for (const draw of ascending) {
    let bin = Math.min(bins - 1, Math.floor(((draw - low) / range) * bins));
    // The bin by its edges, where the division rounded across one.
    if (draw < edge(bin)) bin--;
    else if (bin < bins - 1 && draw >= edge(bin + 1)) bin++;
    counts[bin]++;
  }
  const bandwidth = bandwidthOf(rule, ascending, counts, range);
  const grid = Float64Array.from({ length: bins }, (_, bin) => (edge(bin) + edge(bin + 1)) / 2);
  const frequency = counts.map((hits) => hits / width / count);
  return { grid, density: smooth(frequency, bandwidth / width), bandwidth };
}

function bandwidthOf(
  rule: BandwidthRule,
  ascending: Float64Array,
  counts: Float64Array,
  range: number,
): number {
  const bySilverman = silvermanBandwidth(ascending);
  if (rule === 'silverman') return bySilverman;
  const share = counts.map((hits) => hits / ascending.length);
  const byDiffusion = (diffusionBandwidth(share, ascending.length) ?? bySilverman / range) * range;
  return rule === 'isj' ? byDiffusion : (bySilverman + byDiffusion) / 2;
}

/** Silverman 1986, eq. 3.31. */
function silvermanBandwidth(ascending: Float64Array): number {
  const interquartile = quantileOfSorted(ascending, 0.75) - quantileOfSorted(ascending, 0.25);
  const spread = Math.min(Math.sqrt(variance(ascending, 0)), interquartile / 1.34);
  return 0.9 * spread * pow(ascending.length, -0.2);
}

/** Convolution with a normal kernel of `scale` bins, cut at π·scale, after reflecting a fifth at both ends. */
function smooth(frequency: Float64Array, scale: number): Float64Array {
  const bins = frequency.length;
  const length = Math.max(1, Math.floor(scale * 2 * Math.PI));
  const middle = (length - 1) / 2;
  const kernel = Float64Array.from({ length }, (_, i) =>
    exp(-0.5 * ((i - middle) / scale) * ((i - middle) / scale)),
  );
  const reach = Math.floor(bins / 5);
  const reflected = (bin: number): number => {
    if (bin >= 0 && bin < bins) return frequency[bin];
    const distance = bin < 0 ? -1 - bin : bin - bins;
    if (distance >= reach) return 0;
    return frequency[bin < 0 ? distance : bins - 1 - distance];
  };
  const offset = Math.floor(middle);
  const total = scale * Math.sqrt(2 * Math.PI);
  return frequency.map((_, bin) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += kernel[i] * reflected(bin + offset - i);
    return sum / total;
  });
}
