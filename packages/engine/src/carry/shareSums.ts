/** What the shares of rows in each component of a mixture add up to: the expectation step of EM. */
import { type LaidMixture, layMixture } from './mixtureCore.ts';
import type { NormalComponent } from './normalComponent.ts';
import type { Sample } from './sample.ts';

/** Of one component: its weight, its rows' distances from the centre, and their products, the lower triangle by rows. */
export type ShareSums = Float64Array;

/** Sums of the rows by their weights, by component, and the mean log density. */
export function sharesOf(
  { values, count, weights }: Sample,
  components: readonly NormalComponent[],
  centre: Float64Array,
): { readonly fit: number; readonly sums: readonly ShareSums[] } {
  const laid = layMixture(values, components, centre);
  const { core, view } = laid;
  const given = view(core.weightsAt(), count);
  if (weights === undefined) given.fill(1);
  else given.set(weights);
  core.addShares(0);
  return { fit: core.fitSum() / count, sums: components.map((_, k) => sumsAt(laid, k, 0)) };
}

/**
 * Sums of rows by what their density is above the mixture's own, added to what the mixture itself adds up to, which is
 * known: chance has a say in the difference only (a control variate), so that few rows tell as much as many would.
 * @param sample drawn from a known density and weighed by the density that is fitted over that; the mean weight is 1.
 * @param logProposal the known log density of each row.
 */
export function sharesByDifference(
  { values, count, weights }: Sample,
  logProposal: Float64Array,
  components: readonly NormalComponent[],
  centre: Float64Array,
): readonly ShareSums[] {
  const laid = layMixture(values, components, centre);
  const { core, view, numbers } = laid;
  view(core.weightsAt(), count).set(weights!);
  view(core.proposalAt(), count).set(logProposal);
  core.addShares(1);
  const scale = core.ownSum() / count;
  return components.map((component, k) => {
    const [wanted, own] = [sumsAt(laid, k, 0), sumsAt(laid, k, numbers)];
    return knownSums(component, centre).map((value, i) => value + (scale * wanted[i]! - own[i]!) / count);
  });
}

function sumsAt({ core, view, numbers, lanes }: LaidMixture, component: number, from: number): Float64Array {
  const sums = view(core.sumsAt(), 2 * numbers * lanes);
  return Float64Array.from({ length: numbers }, (_, i) => sums[(from + i) * lanes + component]!);
}

/** The sums of a component's own distribution. */
function knownSums({ weight, mean, covariance }: NormalComponent, centre: Float64Array): Float64Array {
  const size = centre.length;
  const sums = [weight];
  for (let i = 0; i < size; i++) sums.push(weight * (mean[i]! - centre[i]!));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const product = (mean[i]! - centre[i]!) * (mean[j]! - centre[j]!);
      sums.push(weight * (covariance[i * size + j]! + product));
    }
  }
  return Float64Array.from(sums);
}
