/** Draws of two posteriors mixed by weight, chain by chain. */
import { createRandom } from '../numeric/random.ts';
import type { Trace, TraceGroup, TraceVariable } from '../posterior/trace.ts';

/**
 * Each chain takes a share `weight` of its draws from the first trace and the rest from the second, both in their order and
 * evenly spaced, dealt out at random so that no part of a chain is of one kind.
 */
export function mixTraces(first: Trace, second: Trace, weight: number, seed: number): Trace {
  const { chains, draws } = first;
  const count = Math.round(weight * draws);
  // Where each mixed draw comes from: places in the first trace from 0, in the second as −1 − place.
  const sources = new Int32Array(chains * draws);
  const random = createRandom(seed, 0x6d6978);
  for (let chain = 0; chain < chains; chain++) {
    const isFirst = dealt(draws, count, random.integer);
    const taken = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const which = isFirst[draw] ? 0 : 1;
      const of = which === 0 ? count : draws - count;
      const place = chain * draws + Math.floor((taken[which]! * draws) / of);
      taken[which]!++;
      sources[chain * draws + draw] = which === 0 ? place : -1 - place;
    }
  }
  return {
    ...first,
    posterior: mixGroup(first.posterior, second.posterior, sources),
    sampleStats: mixGroup(first.sampleStats, second.sampleStats, sources),
  };
}

/** `count` of `length` places, each as likely (selection sampling, Knuth TAOCP 3.4.2). */
function dealt(length: number, count: number, integer: (n: number) => number): boolean[] {
  let left = count;
  return Array.from({ length }, (_, i) => {
    const isTaken = integer(length - i) < left;
    if (isTaken) left--;
    return isTaken;
  });
}

/** Variables that both have. */
function mixGroup(first: TraceGroup, second: TraceGroup, sources: Int32Array): TraceGroup {
  const mixed: Record<string, TraceVariable> = {};
  for (const [name, variable] of Object.entries(first)) {
    const other = second[name];
    if (other === undefined) continue;
    const stride = variable.shape.reduce((product, length) => product * length, 1);
    const values = new Float64Array(variable.values.length);
    sources.forEach((source, draw) => {
      const [from, place] = source >= 0 ? [variable, source] : [other, -1 - source];
      values.set(from.values.subarray(place * stride, (place + 1) * stride), draw * stride);
    });
    mixed[name] = { ...variable, values };
  }
  return mixed;
}
