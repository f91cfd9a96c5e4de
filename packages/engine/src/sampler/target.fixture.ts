// A log density written out, compiled as what chains run on.
import { bindKernel } from '../compiler/bind.ts';
import { compileKernel } from '../compiler/kernel.ts';
import * as b from '../expr/build.ts';
import { differentiate } from '../expr/differentiate.ts';
import type { Expr } from '../expr/expr.ts';
import type { KernelImage } from './kernel.ts';

/** A target over scalars named q0, q1, … */
export function target(dimension: number, density: (q: readonly Expr[]) => Expr): KernelImage {
  const q = Array.from({ length: dimension }, (_, i) => b.parameter(`q${i}`));
  const logDensity = density(q);
  const gradient = differentiate(logDensity, q);
  const outputs = gradient.map((expr, i) => ({ name: `q${i}`, expr }));
  const { bytes, layout } = compileKernel([{ name: 'logDensityGradient', result: logDensity, outputs }], {});
  const offsets = Object.fromEntries(q.map((_, i) => [`q${i}`, i]));
  const bound = bindKernel(layout, {
    sizes: { scalar: 1 },
    columns: {},
    indices: {},
    parameterOffsets: offsets,
    outputOffsets: offsets,
  });
  return { module: new WebAssembly.Module(bytes), dimension, ...bound };
}
