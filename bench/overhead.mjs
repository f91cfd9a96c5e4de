/**
 * What the sampler costs beside the model: nanoseconds a leapfrog step on a standard normal target, trees, U-turn checks,
 * momenta and the target itself included.
 *
 * Usage: npm run build && node bench/overhead.mjs
 */
import { Model, runChains } from '../packages/engine/dist/index.js';

if (typeof Model !== 'function') throw new Error('build first');
/** A WebAssembly module that exports the standard normal density of a dimension: −Σ q²/2, gradient −q, two lanes at a time. */
function standardNormal(dimension) {
  const unsigned = (value) => {
    const bytes = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 128) return [...bytes, rest];
      bytes.push((rest & 127) | 128);
    }
  };
  const section = (id, bytes) => [id, ...unsigned(bytes.length), ...bytes];
  const text = (it) => [it.length, ...[...it].map((letter) => letter.charCodeAt(0))];
  const load = (k) => [0x20, 0, 0xfd, 0x00, 3, ...unsigned(16 * k)];
  const square = (k) => [...load(k), ...load(k), 0xfd, ...unsigned(0xf2)];
  const lanes = Math.ceil(dimension / 2);
  const body = [];
  for (let k = 0; k < lanes; k++)
    body.push(0x20, 1, ...load(k), 0xfd, ...unsigned(0xed), 0xfd, 0x0b, 3, ...unsigned(16 * k));
  for (let k = 0; k < lanes; k++) body.push(...square(k), ...(k === 0 ? [] : [0xfd, ...unsigned(0xf0)]));
  const half = [...new Uint8Array(new Float64Array([-0.5]).buffer)];
  const code = [
    ...[1, 1, 0x7b],
    ...body,
    ...[0x21, 2, 0x20, 2, 0xfd, 0x21, 0, 0x20, 2, 0xfd, 0x21, 1, 0xa0, 0x44, ...half, 0xa2, 0x0b],
  ];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7c]),
      ...section(2, [1, ...text('env'), ...text('memory'), 2, 0, 1]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...text('logDensityGradient'), 0, 0]),
      ...section(10, [1, ...unsigned(code.length), ...code]),
    ]),
  );
}

const settings = {
  draws: 4000,
  tune: 200,
  chains: 1,
  targetAccept: 0.8,
  maxTreeDepth: 10,
  method: 'nuts',
  warmup: 'windows',
};
for (const metric of ['diag', 'dense']) {
  for (const dimension of [3, 20, 90]) {
    const image = {
      module: standardNormal(dimension),
      dimension,
      segments: [],
      byteLength: 16,
      relocations: new Int32Array(0),
    };
    let best = Number.POSITIVE_INFINITY;
    for (let seed = 0; seed < 12; seed++) {
      const { chains } = await runChains(image, { ...settings, metric, seed });
      const [{ stats, seconds }] = chains;
      const steps = stats.n_steps.reduce((total, it) => total + it, 0);
      best = Math.min(best, (1e9 * seconds.sampling) / steps);
    }
    console.log(
      `${metric} metric, ${dimension} dimensions: ${best.toFixed(0)} ns a leapfrog step (best of 12)`,
    );
  }
}
