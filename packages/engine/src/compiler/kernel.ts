/** Functions over expressions → one WebAssembly module, with the layout of the context it reads. */
import type { Expr } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';
import { compileFunction } from './functionCompiler.ts';
import type { KernelFunction } from './kernelFunction.ts';
import { type KernelLayout, SlotTable } from './layout.ts';
import { ModuleBuilder, type ValueType } from './low/encoder.ts';
import { specialFunctions } from './lower.ts';
import { type PreparedValue, withPrepared } from './prepared.ts';
import { takeSumsApart } from './sums.ts';

export type { KernelFunction } from './kernelFunction.ts';

export interface KernelOptions {
  /** Whether sums of products may skip rounding the product, where `hasFusedMultiplyAdd`: faster, but not the same bits everywhere. */
  readonly isFused?: boolean;
  readonly placing?: Placing;
}

export interface CompiledKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: KernelLayout;
}

/**
 * Where a kernel's data lie: `fixed` for one data set at one place, `moving` where the host sets the context's address
 * before each call, `shared` where it does so in a memory that threads share.
 */
export type Placing = 'fixed' | 'moving' | 'shared';

/** Pages of 64 KiB that a memory can have, which one that threads share has to declare. */
export const mostPages = 65536;

/**
 * Compiles functions of signature (position, output) → f64.
 * The module imports `env.memory`, `env.context` (the address of its context words) and functions of `special`.
 * @param matrices the data columns of each vector `X`.
 */
export function compileKernel(
  functions: readonly KernelFunction[],
  matrices: Readonly<Record<string, readonly string[]>>,
  { isFused = false, placing = 'fixed' }: KernelOptions = {},
): CompiledKernel {
  const { functions: shared, prepared } = preparedFunctions(functions);
  const builder = new ModuleBuilder({ isFused });
  const slots = new SlotTable();
  const isShared = placing === 'shared';
  builder.importMemory('env', 'memory', isShared ? { min: 1, max: mostPages, shared: true } : { min: 1 });
  const contextGlobal = builder.importGlobalI32('env', 'context', placing !== 'fixed');
  const imports = new Map<string, number>();
  for (const node of topological([...shared.flatMap(rootsOf), ...prepared.map(({ expr }) => expr)])) {
    const count = specialFunctions[node.op as keyof typeof specialFunctions];
    if (count === undefined || imports.has(node.op)) continue;
    const parameters = Array.from({ length: count }, (): ValueType => 'f64');
    imports.set(node.op, builder.importFunction('special', node.op, parameters, ['f64']));
  }
  const context = {
    slots,
    contextGlobal,
    functionIndex: (name: string): number => imports.get(name)!,
    matrices,
  };
  const signature = { params: ['i32', 'i32'], results: ['f64'] } as const;
  const prepare =
    prepared.length === 0
      ? undefined
      : builder.addFunction({
          ...signature,
          body: (writer) =>
            compileFunction(writer, { name: 'prepare', outputs: [] }, { ...context, prepared }),
        });
  for (const spec of shared) {
    builder.addFunction({
      ...signature,
      export: spec.name,
      body: (writer) =>
        compileFunction(writer, spec, prepare === undefined ? context : { ...context, prepare }),
    });
  }
  return { bytes: builder.toBytes(), layout: { slots: slots.slots } };
}

/** The functions with their sums taken apart, reading what is prepared of the data once for all of them. */
function preparedFunctions(functions: readonly KernelFunction[]): {
  functions: KernelFunction[];
  prepared: readonly PreparedValue[];
} {
  const { roots, prepared } = withPrepared(takeSumsApart(functions.flatMap(rootsOf)));
  let next = 0;
  const rebuilt = functions.map(({ name, result, outputs }): KernelFunction => {
    const own = result === undefined ? {} : { result: roots[next++]! };
    return { name, ...own, outputs: outputs.map((output) => ({ name: output.name, expr: roots[next++]! })) };
  });
  return { functions: rebuilt, prepared };
}

function rootsOf(spec: KernelFunction): Expr[] {
  const roots = spec.outputs.map((output) => output.expr);
  return spec.result === undefined ? roots : [spec.result, ...roots];
}
