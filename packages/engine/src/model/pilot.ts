/**
 * A short chain that tells how far each population pools its levels, so that the long ones move in the better form.
 *
 * Pooling factor of a population (Gelman & Pardoe 2006): 1 − V(E ε) / E(V ε), with ε the levels' distances from their
 * location, V the variance over levels and E the mean over draws. Near 0 the data fix every level and the centred form
 * mixes well; near 1 the population fixes them, and the non-centred form does.
 */
import * as b from '../expr/build.ts';
import { type Expr, rows } from '../expr/expr.ts';
import { transform } from '../expr/traverse.ts';
import { runChains } from '../sampler/chains.ts';
import type { KernelImage } from '../sampler/kernel.ts';
import type { SamplerSettings } from '../sampler/settings.ts';
import { freeModel } from './densities.ts';
import type { Factor } from './factors/factor.ts';
import { instantiate } from './instance.ts';
import { bind, type ModelKernel, residualKernel } from './kernels.ts';
import { positionsOf, type SampledForm } from './marginal/marginalKernel.ts';
import { residual } from './noncentered.ts';
import { type Forms, grouped, isNoncenteredIn } from './parametrization.ts';
import type { PhaseClock } from './phaseClock.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

const pilotSettings = {
  draws: 60,
  tune: 80,
  chains: 1,
  targetAccept: 0.8,
  maxTreeDepth: 7,
  metric: 'low_rank',
  method: 'nuts',
  warmup: 'auto',
} as const;

/** Pooling above which the non-centred form is taken. */
const pooledFrom = 0.45;

/** The distances of the open variables from their locations, made by a kernel of the first guess's form. */
export function residualsKernel(
  specification: Specification,
  { open }: Forms,
  form: SampledForm,
): ModelKernel {
  const noRows = b.spread(b.constant(0), rows);
  const { values } = freeModel(specification, isNoncenteredIn(form.noncentered), noRows);
  const free = (expr: Expr): Expr =>
    transform([expr], (node) => (node.op === 'parameter' ? values[node.name!]! : node))[0]!;
  const outputs = open
    .flatMap(({ variables }) => grouped(variables))
    .map(({ name, domain, distribution, params }) => {
      const own = residual(distribution.name, params, b.parameter(name, domain));
      return { name, expr: b.spread(free(own), domain) };
    });
  return residualKernel(specification, outputs, positionsOf(specification, form));
}

/**
 * Names of the variables to sample non-centred, after a short chain.
 * @param image the sampling kernel of the first guess, with data.
 * @throws the signal's reason when aborted.
 */
export async function decideForms(
  specification: Specification,
  forms: Forms,
  data: PreparedData,
  image: KernelImage,
  residuals: ModelKernel,
  given: {
    readonly seed: SamplerSettings['seed'];
    readonly clock: PhaseClock;
    readonly signal?: AbortSignal;
  },
): Promise<Set<string>> {
  const { chains, seconds } = await runChains(
    image,
    { ...pilotSettings, seed: given.seed },
    given.signal === undefined ? {} : { signal: given.signal },
  );
  given.clock.move({ compile: seconds.compile });
  const [chain] = chains;
  const decided = new Set(forms.noncentered);
  if (chain === undefined || chain.failure !== undefined) return decided;
  const bound = bind(residuals, specification, data);
  const instance = given.clock.during('compile', () => instantiate(bound));
  const dimension = instance.position.length;
  const pooling = new Map(bound.output.blocks.map((block) => [block.name, poolingOf(block.length)]));
  for (let draw = 0; draw < pilotSettings.draws; draw++) {
    instance.position.set(chain.draws.subarray(draw * dimension, (draw + 1) * dimension));
    instance.run('residuals');
    for (const { name, offset, length } of bound.output.blocks)
      pooling.get(name)!.add(instance.output.subarray(offset, offset + length));
  }
  for (const factor of forms.open) {
    const isPooled = meanPooling(factor, pooling) > pooledFrom;
    for (const { name } of grouped(factor.variables)) {
      if (isPooled) decided.add(name);
      else decided.delete(name);
    }
  }
  return decided;
}

function meanPooling(factor: Factor, pooling: ReadonlyMap<string, Pooling>): number {
  const factors = grouped(factor.variables).map(({ name }) => pooling.get(name)!.factor());
  return factors.reduce((total, it) => total + it, 0) / factors.length;
}

interface Pooling {
  readonly add: (distances: Float64Array) => void;
  readonly factor: () => number;
}

function poolingOf(levels: number): Pooling {
  const sums = new Float64Array(levels);
  let variances = 0;
  let count = 0;
  return {
    add: (distances) => {
      distances.forEach((value, level) => {
        sums[level]! += value;
      });
      variances += varianceOf(distances);
      count++;
    },
    factor: () => {
      const within = variances / count;
      return within > 0 ? 1 - varianceOf(sums.map((sum) => sum / count)) / within : 1;
    },
  };
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return values.reduce((total, value) => total + (value - mean) * (value - mean), 0) / values.length;
}
