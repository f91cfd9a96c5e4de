/**
 * Draws weighed by their known density over the density of where they fell. Chance, and chains that dwell, put too many
 * draws in one place and too few in another; a mixture fitted to them follows that, and the weights take it out again
 * (importance sampling by the estimated sampler: Henmi, Yoshida & Eguchi 2007, Biometrika 94).
 */
import { exp } from '../numeric/math.ts';
import { quantiles } from '../posterior/quantile.ts';
import { fitMixture } from './fitMixture.ts';
import { mixtureLogDensity, type NormalComponent, whiten } from './normalComponent.ts';
import type { Sample } from './sample.ts';

/** Components tried, ascending. With fewer the weights would tell of what a mixture cannot follow. */
const counts = [8, 30];
/** Draws a number of a mixture. */
const drawsANumber = 10;
/** Shares of the log ratio that the weights take up, a round each. */
const rounds = [1, 0.5];
/** Log ratios beyond which a weight says more of the mixture's tail than of the draws. */
const [lowest, highest] = [-2, 1.5];
/** Spread of the log ratio over the draws below which a mixture is as good as the density. */
const close = 0.1;

export interface Weighed {
  readonly sample: Sample;
  /** A mixture of many components fitted to the weighed draws. */
  readonly components: readonly NormalComponent[];
}

/**
 * @param logDensity of each row, up to a constant.
 * @returns undefined when the draws are too few for their size, or when weights bring a mixture no nearer to the density.
 */
export function weighByDensity(sample: Sample, logDensity: Float64Array): Weighed | undefined {
  const { count, size } = sample;
  const numbers = 1 + size + (size * (size + 1)) / 2;
  const most = Math.floor(count / (drawsANumber * numbers));
  let weighed: Weighed | undefined;
  for (const many of counts) {
    if (many > most) break;
    const { before, spread, ...found } = weighedBy(many, sample, logDensity);
    if (spread >= before) continue;
    weighed = found;
    if (spread < close) break;
  }
  return weighed;
}

function weighedBy(
  many: number,
  sample: Sample,
  logDensity: Float64Array,
): Weighed & { readonly before: number; readonly spread: number } {
  const { values, count, size } = sample;
  const logWeights = new Float64Array(count);
  let components = fitMixture(sample, many);
  let weighed = sample;
  const ratiosOf = (): Float64Array => {
    const whitened = components.map(whiten);
    const ratios = logDensity.map((value, row) => value - mixtureLogDensity(whitened, values, row * size));
    const [middle] = quantiles(ratios, [0.5]);
    return ratios.map((ratio) => Math.max(lowest, Math.min(highest, ratio - middle!)));
  };
  const before = spreadOf(ratiosOf());
  for (const share of rounds) {
    ratiosOf().forEach((ratio, row) => {
      logWeights[row]! += share * ratio;
    });
    const weights = logWeights.map(exp);
    const mean = weights.reduce((total, weight) => total + weight, 0) / count;
    weighed = { ...sample, weights: weights.map((weight) => weight / mean) };
    components = fitMixture(weighed, many, components);
  }
  return { sample: weighed, components, before, spread: spreadOf(ratiosOf()) };
}

function spreadOf(ratios: Float64Array): number {
  return Math.sqrt(ratios.reduce((total, ratio) => total + ratio * ratio, 0) / ratios.length);
}
