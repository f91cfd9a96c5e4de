/** The compiled functions of a model, made when first needed and shared by every data set. */
import { type BoundData, bindKernel, type KernelData } from '../compiler/bind.ts';
import {
  type CompiledKernel,
  compileKernel,
  type KernelFunction,
  type KernelOptions,
} from '../compiler/kernel.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, scalar } from '../expr/expr.ts';
import { frequencyColumns } from './bases.ts';
import {
  constrainedLogDensity,
  freeModel,
  freeParameters,
  type Parameter,
  unconstrainedModel,
  withGradient,
} from './densities.ts';
import { type Reduction, reducedRow } from './reduction.ts';
import { type Blocks, blocksOf, domainSizes, shorterIndices } from './shape.ts';
import type { ModelVariable, Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** A compiled kernel and the named blocks of its position and output vectors. */
export interface ModelKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly module: WebAssembly.Module;
  readonly compiled: CompiledKernel;
  readonly positions: readonly { name: string; domain: Domain }[];
  readonly outputs: readonly { name: string; domain: Domain }[];
}

/** A kernel with data: what an instance needs, and where its values stand. */
export interface BoundKernel {
  readonly module: WebAssembly.Module;
  readonly bound: BoundData;
  readonly position: Blocks;
  readonly output: Blocks;
}

export function bind(kernel: ModelKernel, specification: Specification, data: PreparedData): BoundKernel {
  const { given, position, output } = kernelData(kernel, specification, data);
  const bound = bindKernel(kernel.compiled.layout, given);
  return { module: kernel.module, bound, position, output };
}

/** What a data set gives a kernel, and where its values stand. */
export function kernelData(
  kernel: ModelKernel,
  specification: Specification,
  data: PreparedData,
): { readonly given: KernelData; readonly position: Blocks; readonly output: Blocks } {
  const sizes = domainSizes(specification, data.rows, data.groups);
  const position = blocksOf(kernel.positions, sizes);
  const output = blocksOf(kernel.outputs, sizes);
  const given = {
    sizes,
    columns: {
      ...data.columns,
      ...frequencyColumns(data.bases ?? {}),
      ...specification.placed?.columns,
    },
    indices: { ...data.indices, ...shorterIndices(specification, sizes) },
    parameterOffsets: position.offsets,
    outputOffsets: output.offsets,
  };
  return { given, position, output };
}

export function compile(
  specification: Specification,
  functions: readonly KernelFunction[],
  positions: readonly Parameter[] = specification.variables,
  options: KernelOptions = {},
): ModelKernel {
  const compiled = compileKernel(functions, Object.fromEntries(specification.names.vectors), options);
  const outputs = functions
    .flatMap((it) => it.outputs)
    .map(({ name, expr }) => ({ name, domain: expr.domain }));
  return {
    bytes: compiled.bytes,
    module: new WebAssembly.Module(compiled.bytes),
    compiled,
    positions: positions.map(({ name, domain }) => ({ name, domain })),
    outputs,
  };
}

export const named = (exprs: Readonly<Record<string, Expr>>): { name: string; expr: Expr }[] =>
  Object.entries(exprs).map(([name, expr]) => ({ name, expr }));

export interface SamplingOptions extends KernelOptions {
  /** Whether to compile `logDensity` as well: the same log density, to the same bits, without its gradient. */
  readonly withLogDensity?: boolean;
}

/** `logDensityGradient`: log density over the real line, with Jacobian, and its gradient. */
export function samplingKernel(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  reduction: Reduction = 'none',
  { withLogDensity = false, ...options }: SamplingOptions = {},
): ModelKernel {
  const model = unconstrainedModel(specification, isNoncentered, reducedRow(specification, reduction));
  return compile(
    specification,
    [
      { name: 'logDensityGradient', result: model.logDensity, outputs: named(model.gradient) },
      ...(withLogDensity ? [{ name: 'logDensity', result: model.logDensity, outputs: [] }] : []),
    ],
    freeParameters(specification),
    options,
  );
}

/** `logDensityGradient` over constrained values, without Jacobian. */
export function constrainedKernel(specification: Specification): ModelKernel {
  const density = withGradient(constrainedLogDensity(specification), specification.variables);
  return compile(specification, [
    { name: 'logDensityGradient', result: density.logDensity, outputs: named(density.gradient) },
  ]);
}

/** `constrain`: every variable and derived value from an unconstrained position. */
export function constrainKernel(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  positions: readonly Parameter[] = freeParameters(specification),
): ModelKernel {
  const { values } = freeModel(specification, isNoncentered, specification.rowLogLikelihood);
  return compile(specification, [{ name: 'constrain', outputs: named(values) }], positions);
}

/** `residuals`: expressions over an unconstrained position. */
export function residualKernel(
  specification: Specification,
  outputs: readonly { readonly name: string; readonly expr: Expr }[],
  positions: readonly Parameter[],
): ModelKernel {
  return compile(specification, [{ name: 'residuals', outputs }], positions);
}

/** `derive`: the derived values of a config from constrained values. */
export function derivedKernel(specification: Specification): ModelKernel {
  return compile(specification, [
    { name: 'derive', outputs: specification.derived.map(({ name, expr }) => ({ name, expr })) },
  ]);
}

/** Name of a prior's parameter among the outputs of `groupParametersKernel`. */
export function groupParameter(variable: string, parameter: string): string {
  return `${variable} ${parameter}`;
}

/** `parameters`: the parameters of every prior by group, one value a level, from constrained values. */
export function groupParametersKernel(specification: Specification): ModelKernel {
  const outputs = specification.variables
    .filter(({ domain }) => domain.startsWith('by:'))
    .flatMap(({ name, domain, params }) =>
      Object.entries(params)
        .flatMap(([parameter, expr]) =>
          expr.op === 'vector'
            ? expr.args.map((item, k) => ({ name: `${parameter}[${k}]`, expr: item }))
            : [{ name: parameter, expr }],
        )
        .map(({ name: parameter, expr }) => ({
          name: groupParameter(name, parameter),
          expr: b.spread(expr, domain),
        })),
    );
  return compile(specification, [{ name: 'parameters', outputs }]);
}

export const isScalarDomain = (domain: Domain): boolean => domain === scalar;
