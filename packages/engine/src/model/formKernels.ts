/** The kernels a fit samples with, in the form (centred or not) that each variable takes. */
import { hasFusedMultiplyAdd } from '../compiler/fusedMultiplyAdd.ts';
import type { KernelImage } from '../sampler/kernel.ts';
import { type BoundKernel, bind, constrainKernel, type ModelKernel, samplingKernel } from './kernels.ts';
import { marginalKernel, positionsOf, type SampledForm } from './marginal/marginalKernel.ts';
import { isNoncenteredIn } from './parametrization.ts';
import { priorCentres } from './priorCentre.ts';
import { type ReducedData, reducedRow } from './reduction.ts';
import { blockedKernels, rowsImageOf, takesBlocks } from './rowBlocks.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

export interface SamplingKernels {
  readonly kernel: ModelKernel;
  /** Of the rows, where they are taken in blocks; `kernel` is then of all else. */
  readonly rows?: ModelKernel;
  /** Variables integrated out; their blocks are the last of a position. */
  readonly integrated: ReadonlySet<string>;
  readonly constrain: ModelKernel;
  /** Where to start, by variable. */
  readonly centres: ReadonlyMap<string, number>;
  /** Distances from the populations' locations, where the form is a first guess. */
  residuals?: ModelKernel;
}

/** Whether the kernels use fused multiply-add; undefined where it was not asked for. */
export function fusedIn({ config }: Specification): boolean | undefined {
  return config.sample_params.fused === true ? hasFusedMultiplyAdd() : undefined;
}

/** Rows from which a function of the log density alone pays for its compilation within one fit of independent draws. */
const worthOnceFrom = 1000;

/**
 * Whether a fit is to have a function of the log density alone. Only independent draws evaluate often without gradient,
 * and the first fit of few rows is over sooner than the function is compiled. The draws are the same either way.
 */
export function needsLogDensity({ config }: Specification, rows: number, isOneOfMany: boolean): boolean {
  const { method, fused } = config.sample_params;
  if (method === 'nuts') return false;
  // Fused, it may differ in the last bit from that with gradient; then a refit must take what the first fit took.
  return fused === true || isOneOfMany || rows >= worthOnceFrom;
}

/** Forms whose kernels are kept: the first guess's and the chosen one's, of two reductions. */
const formsKept = 4;

/**
 * The kernels of a form, compiled unless they are among the latest few that were.
 * @param withLogDensity whether there shall be a function of the log density alone, where rows are not taken in blocks.
 */
export function samplingKernels(
  specification: Specification,
  kept: Map<string, SamplingKernels>,
  form: SampledForm,
  { kind: reduction, data }: ReducedData,
  withLogDensity: boolean,
): SamplingKernels {
  const { noncentered, integrated } = form;
  const isFused = fusedIn(specification) === true;
  const inBlocks = takesBlocks(reducedRow(specification, reduction), data.rows);
  const key = [
    reduction,
    isFused,
    withLogDensity && !inBlocks,
    inBlocks,
    specification.placed?.key,
    ...[...noncentered].sort(),
    ':',
    ...integrated,
  ].join();
  const known = kept.get(key);
  // Put anew, so that the oldest stands first.
  kept.delete(key);
  const isNoncentered = isNoncenteredIn(noncentered);
  const options = { isFused, withLogDensity };
  const made = known ?? {
    ...(inBlocks
      ? blockedKernels(specification, isNoncentered, reduction, { isFused })
      : {
          kernel:
            integrated.size > 0
              ? marginalKernel(specification, form, reduction, options)
              : samplingKernel(specification, isNoncentered, reduction, options),
        }),
    integrated,
    constrain: constrainKernel(specification, isNoncentered, positionsOf(specification, form)),
    centres: priorCentres(specification, isNoncentered),
  };
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > formsKept) kept.delete(oldest);
  return made;
}

/** What chains run: a form's kernel with data. @throws PosterityError when the data are larger than a memory. */
export function imageOf(
  { kernel, rows, centres, integrated }: SamplingKernels,
  specification: Specification,
  data: PreparedData,
): KernelImage {
  const bound = bind(kernel, specification, data);
  const { blocks, length } = bound.position;
  const dimension = blocks.find(({ name }) => integrated.has(name))?.offset ?? length;
  return {
    module: bound.module,
    dimension,
    ...(integrated.size === 0 ? {} : { integrated: length - dimension }),
    centre: centreOf(bound, centres).subarray(0, dimension),
    ...bound.bound,
    ...(rows === undefined ? {} : { rows: rowsImageOf(rows, specification, data) }),
  };
}

function centreOf({ position }: BoundKernel, centres: ReadonlyMap<string, number>): Float64Array {
  const centre = new Float64Array(position.length);
  for (const { name, offset, length } of position.blocks)
    centre.fill(centres.get(name) ?? 0, offset, offset + length);
  return centre;
}
