/** Functions over expressions → one WebAssembly module, with the layout of the context it reads. */
import type { Expr } from '../expr/expr.ts';
import { shareCommon, topological } from '../expr/traverse.ts';
import { compileFunction, type KernelFunction } from './functionCompiler.ts';
import { type KernelLayout, SlotTable } from './layout.ts';
import { ModuleBuilder, type ValueType } from './low/encoder.ts';
import { specialFunctions } from './lower.ts';

export type { KernelFunction, Output } from './functionCompiler.ts';

export interface CompiledKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: KernelLayout;
}

/**
 * Compiles functions of signature (position, output) → f64.
 * The module imports `env.memory`, `env.context` (the address of its context words) and functions of `special`.
 * @param matrices the data columns of each vector `X`.
 */
export function compileKernel(
  functions: readonly KernelFunction[],
  matrices: Readonly<Record<string, readonly string[]>>,
): CompiledKernel {
  const shared = functions.map(share);
  const builder = new ModuleBuilder();
  const slots = new SlotTable();
  builder.importMemory('env', 'memory', { min: 1 });
  const contextGlobal = builder.importGlobalI32('env', 'context');
  const imports = new Map<string, number>();
  for (const node of topological(shared.flatMap(rootsOf))) {
    const count = specialFunctions[node.op as keyof typeof specialFunctions];
    if (count === undefined || imports.has(node.op)) continue;
    const parameters = Array.from({ length: count }, (): ValueType => 'f64');
    imports.set(node.op, builder.importFunction('special', node.op, parameters, ['f64']));
  }
  const functionIndex = (name: string): number => imports.get(name)!;
  for (const spec of shared) {
    builder.addFunction({
      params: ['i32', 'i32'],
      results: ['f64'],
      export: spec.name,
      body: (writer) => compileFunction(writer, spec, { slots, contextGlobal, functionIndex, matrices }),
    });
  }
  return { bytes: builder.toBytes(), layout: { slots: slots.slots } };
}

function rootsOf(spec: KernelFunction): Expr[] {
  const roots = spec.outputs.map((output) => output.expr);
  return spec.result === undefined ? roots : [spec.result, ...roots];
}

function share(spec: KernelFunction): KernelFunction {
  const roots = shareCommon(rootsOf(spec));
  const outputs = spec.result === undefined ? roots : roots.slice(1);
  const named = spec.outputs.map((output, i) => ({ name: output.name, expr: outputs[i]! }));
  return spec.result === undefined
    ? { name: spec.name, outputs: named }
    : { name: spec.name, result: roots[0]!, outputs: named };
}
