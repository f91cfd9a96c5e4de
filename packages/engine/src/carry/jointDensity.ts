/** The joint density of all that the chains moved, as a mixture of normals, by the best that is at hand. */
import type { Fitted } from '../model/fit.ts';
import type { SavedModel } from '../model/savedModel.ts';
import { exp } from '../numeric/math.ts';
import { createRandom } from '../numeric/random.ts';
import type { Trace } from '../posterior/trace.ts';
import { weighByDensity } from './densityWeights.ts';
import { readJoint } from './jointCode.ts';
import { knownDensity } from './knownDensity.ts';
import { drawMixture } from './mixtureDraws.ts';
import type { NormalComponent } from './normalComponent.ts';
import { populationMonteCarlo } from './populationMonteCarlo.ts';
import type { Sample } from './sample.ts';

export interface Joint {
  readonly components: readonly NormalComponent[];
  /** Weighed rows that are distributed so. */
  readonly sample: Sample;
  /** Whether rows next to each other are independent, unlike a chain's. */
  readonly isIndependent: boolean;
}

/** Points drawn from a mixture that was kept. */
const points = 5000;

/**
 * The mixture that was kept; else one fitted to independent points while the rows are at hand; else one fitted to draws that
 * are weighed by their density.
 * @param sample the draws on their scales.
 * @returns undefined where the density of the draws is not known, or no mixture brings them nearer to it.
 */
export function jointDensity(
  sample: Sample,
  { saved, trace, density }: { readonly saved: SavedModel; readonly trace: Trace } & Pick<Fitted, 'density'>,
): Joint | undefined {
  const known = knownDensity(saved, trace, sample.size);
  if (known === undefined) return undefined;
  if (saved.joint?.size === sample.size) return fromKept(readJoint(saved.joint));
  const populated = density === undefined ? undefined : populationMonteCarlo(sample, density());
  if (populated !== undefined) return { ...populated, isIndependent: true };
  const weighed = weighByDensity(sample, known);
  return weighed === undefined ? undefined : { ...weighed, isIndependent: false };
}

function fromKept(components: readonly NormalComponent[]): Joint {
  const { values, own, proposal } = drawMixture(components, points, createRandom(0, 0x6a6e74));
  const weights = own.map((value, row) => exp(value - proposal[row]!));
  const mean = weights.reduce((total, weight) => total + weight, 0) / points;
  const size = components[0]!.mean.length;
  const sample = { values, count: points, size, weights: weights.map((weight) => weight / mean) };
  return { components, sample, isIndependent: true };
}
