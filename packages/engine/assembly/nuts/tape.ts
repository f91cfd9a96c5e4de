// Random numbers recorded once a draw: the streams of numeric/random.ts, their normals by the polar method of Marsaglia & Bray 1964.
import { log } from './math';
import { seedRandom, uniform } from './random';
import { put } from './vectors';

/** Writes `kept` normals, then `kept` uniforms, of a stream for each of `count` draws. */
export function recordTape(
  seedLow: u32,
  seedHigh: u32,
  purpose: u32,
  count: i32,
  kept: i32,
  normals: usize,
  uniforms: usize,
): void {
  for (let draw = 0; draw < count; draw++) {
    seedRandom(seedLow, seedHigh, draw, purpose);
    for (let k = 0; k < kept; k += 2) writePair(normals + ((<usize>(draw * kept + k)) << 3));
    for (let k = 0; k < kept; k++) put(uniforms, draw * kept + k, uniform());
  }
}

function writePair(to: usize): void {
  while (true) {
    const u = 2.0 * uniform() - 1.0;
    const v = 2.0 * uniform() - 1.0;
    const s = u * u + v * v;
    if (!(s > 0.0 && s < 1.0)) continue;
    const factor = sqrt<f64>((-2.0 * log(s)) / s);
    put(to, 0, u * factor);
    put(to, 1, v * factor);
    return;
  }
}
