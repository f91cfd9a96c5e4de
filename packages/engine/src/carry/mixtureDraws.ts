/** Points drawn from a mixture of normals, with the density that they are drawn from. */
import { cholesky } from '../numeric/cholesky.ts';
import type { Random } from '../numeric/random.ts';
import { layMixture } from './mixtureCore.ts';
import { type NormalComponent, pooled } from './normalComponent.ts';

/** Share of the points that come from components made wider, and how much wider: tails are seen that the mixture lacks. */
const wideShare = 0.1;
const widening = 2;

export interface MixtureDraws {
  readonly values: Float64Array;
  /** Log density of the mixture itself at each point, and of what the points were drawn from. */
  readonly own: Float64Array;
  readonly proposal: Float64Array;
}

/** @param count points; of each component as many as its weight says, but for one at most. */
export function drawMixture(
  components: readonly NormalComponent[],
  count: number,
  random: Random,
): MixtureDraws {
  const size = components[0]!.mean.length;
  const lowers = components.map(({ covariance }) => cholesky(covariance, size)!);
  const values = new Float64Array(count * size);
  const narrow = Math.round((1 - wideShare) * count);
  let row = 0;
  for (const [points, scale] of [
    [narrow, 1],
    [count - narrow, widening],
  ] as const) {
    const start = random.uniform();
    let passed = 0;
    let taken = 0;
    components.forEach(({ weight, mean }, k) => {
      passed += weight;
      for (; taken < points && (taken + start < passed * points || k === components.length - 1); taken++)
        drawNormal(mean, lowers[k]!, scale, values, size * row++, random);
    });
  }
  return { values, ...densitiesOf(components, values, count) };
}

function drawNormal(
  mean: Float64Array,
  lower: Float64Array,
  scale: number,
  into: Float64Array,
  at: number,
  random: Random,
): void {
  const size = mean.length;
  for (let i = 0; i < size; i++) into[at + i] = scale * random.normal();
  for (let i = size - 1; i >= 0; i--) {
    let value = mean[i]!;
    for (let j = 0; j <= i; j++) value += lower[i * size + j]! * into[at + j]!;
    into[at + i] = value;
  }
}

function densitiesOf(
  components: readonly NormalComponent[],
  values: Float64Array,
  count: number,
): Pick<MixtureDraws, 'own' | 'proposal'> {
  const { core, view } = layMixture(values, components, pooled(components).mean);
  core.evaluateRows(wideShare, widening);
  return {
    own: view(core.weightsAt(), count).slice(),
    proposal: view(core.proposalAt(), count).slice(),
  };
}
