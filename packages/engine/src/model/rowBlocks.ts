/** Large tables: the sum over their rows as a kernel of its own, which takes them in blocks. */
import { type BoundBlocks, bindBlocks, rowsOfBlock } from '../compiler/bindBlocks.ts';
import type { KernelOptions } from '../compiler/kernel.ts';
import * as b from '../expr/build.ts';
import { isElementwise } from '../expr/evaluate.ts';
import { type Expr, rows } from '../expr/expr.ts';
import { topological, transform } from '../expr/traverse.ts';
import { shareRows } from '../sampler/rows/rowSum.ts';
import type { RowsImage } from '../sampler/rows/rowsImage.ts';
import { type Density, freeParameters, unconstrainedModel, withGradient } from './densities.ts';
import { compile, kernelData, type ModelKernel, named } from './kernels.ts';
import { type Reduction, reducedRow } from './reduction.ts';
import type { ModelVariable, Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** Rows from which a table is taken in blocks; below it, threads would wait for each other longer than they save. */
const largeFrom = 65536;

/** Whether a fit to so many rows takes them in blocks: the sum must part into sums over blocks. */
export function takesBlocks(rowLogLikelihood: Expr, rowCount: number): boolean {
  return rowCount >= largeFrom && topological([rowLogLikelihood]).every(isOfItsOwnRow);
}

/** Whether a value on a row follows from that row alone, and one elsewhere from no row. */
function isOfItsOwnRow({ op, domain, args, name }: Expr): boolean {
  if (domain !== rows) return name !== rows && args.every((arg) => arg.domain !== rows);
  return isElementwise(op) || ownRowOps.has(op);
}

const ownRowOps: ReadonlySet<Expr['op']> = new Set(['const', 'column', 'spread', 'gather', 'dot']);

const noRows = b.spread(b.constant(0), rows);

/** `logDensityGradient` over the real line in two kernels: of all but the rows, and of a block of rows. */
export function blockedKernels(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  reduction: Reduction,
  options: KernelOptions = {},
): { readonly kernel: ModelKernel; readonly rows: ModelKernel } {
  const parameters = freeParameters(specification);
  const model = unconstrainedModel(specification, isNoncentered, noRows);
  const row = transform([reducedRow(specification, reduction)], (node) =>
    node.op === 'parameter' ? model.values[node.name!]! : node,
  )[0]!;
  const kernelOf = (
    { logDensity, gradient }: Density,
    placing: NonNullable<KernelOptions['placing']>,
  ): ModelKernel =>
    compile(
      specification,
      [{ name: 'logDensityGradient', result: logDensity, outputs: named(gradient) }],
      parameters,
      { ...options, placing },
    );
  return {
    kernel: kernelOf(model, 'fixed'),
    rows: kernelOf(withGradient(b.sum(row), parameters), canShare() ? 'shared' : 'moving'),
  };
}

/** Whether threads can share memory here; a page must be isolated from other origins for it. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

/** The rows of a fit as its chains take them. @throws PosterityError when they are larger than a memory. */
export function rowsImageOf(
  kernel: ModelKernel,
  specification: Specification,
  data: PreparedData,
): RowsImage {
  const { position, given } = kernelData(kernel, specification, data);
  const dimension = position.length;
  const blocks: BoundBlocks = bindBlocks(kernel.compiled.layout, given, rowsOfBlock(data.rows, dimension));
  const image = { module: kernel.module, dimension, blocks };
  return canShare() ? shareRows(image) : image;
}
