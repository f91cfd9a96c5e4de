// A model with its group effects integrated out, beside the same model with all of its parameters.
import { parseConfig } from '../../config/config.ts';
import { toColumn, toTable } from '../../data/columns.ts';
import { instantiate } from '../instance.ts';
import { bind, samplingKernel } from '../kernels.ts';
import { knowledge } from '../knowledge.ts';
import { isNoncenteredIn } from '../parametrization.ts';
import { type Reduction, reduceAs, reduceRows } from '../reduction.ts';
import { specify } from '../specification.ts';
import { prepareTraining } from '../trainingData.ts';
import { integratedVariables } from './integrated.ts';
import { marginalKernel } from './marginalKernel.ts';

type Columns = Readonly<Record<string, readonly unknown[]>>;

export interface MarginalPair {
  readonly integrated: ReadonlySet<string>;
  /** How the rows were reduced. */
  readonly reduction: Reduction;
  /** Number of parameters sampled, and of those integrated out. */
  readonly counts: readonly [sampled: number, integrated: number];
  /** Log density and gradient of what is sampled. */
  readonly marginal: (q: readonly number[]) => { readonly value: number; readonly gradient: number[] };
  /** The whole position with its log density given what is sampled. */
  readonly complete: (
    q: readonly number[],
    noise: readonly number[],
  ) => { readonly position: number[]; readonly logDensity: number };
  /** The joint log density of a whole position. */
  readonly joint: (position: readonly number[]) => number;
}

function prepared(config: object, columns: Columns, y: readonly number[]) {
  const specification = specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge));
  const data = prepareTraining(specification, toTable(columns), toColumn(y, 'y'), 'y');
  return { specification: data.specification, data };
}

export function integratedIn(
  config: object,
  columns: Columns,
  y: readonly number[],
  reduction?: Reduction,
): ReadonlySet<string> {
  const { specification, data } = prepared(config, columns, y);
  const reduced =
    reduction === undefined ? reduceRows(specification, data) : reduceAs(reduction, specification, data);
  return integratedVariables(specification, reduced);
}

export function marginalPair(
  config: object,
  columns: Columns,
  y: readonly number[],
  reduction: Reduction,
): MarginalPair {
  const { specification, data } = prepared(config, columns, y);
  const reduced = reduceAs(reduction, specification, data);
  const integrated = integratedVariables(specification, reduced);
  const form = { noncentered: integrated, integrated };
  const bound = bind(marginalKernel(specification, form, reduced.kind, {}), specification, reduced.data);
  const own = instantiate(bound);
  const whole = bind(
    samplingKernel(specification, isNoncenteredIn(integrated), reduced.kind),
    specification,
    reduced.data,
  );
  const all = instantiate(whole);
  const { blocks, length } = bound.position;
  const sampled = blocks.find(({ name }) => integrated.has(name))?.offset ?? length;
  return {
    integrated,
    reduction: reduced.kind,
    counts: [sampled, length - sampled],
    marginal: (q) => {
      own.position.set(q);
      const value = own.run('logDensityGradient');
      return { value, gradient: [...own.output.subarray(0, sampled)] };
    },
    complete: (q, noise) => {
      own.position.set([...q, ...noise]);
      const logDensity = own.run('complete');
      return { position: [...q, ...own.output.subarray(sampled)], logDensity };
    },
    joint: (position) => {
      for (const { name, offset, length: count } of blocks)
        all.position.set(position.slice(offset, offset + count), whole.position.offsets[name]!);
      return all.run('logDensityGradient');
    },
  };
}
