import type { Distribution } from './distribution.ts';
import { exponential } from './exponential.ts';
import { halfNormal } from './halfNormal.ts';
import { normal } from './normal.ts';
import { uniform } from './uniform.ts';

const all: readonly Distribution[] = [exponential, halfNormal, normal, uniform];

/** Every univariate distribution by PyMC's name. */
export const distributions: Readonly<Record<string, Distribution>> = Object.fromEntries(
  all.map((distribution) => [distribution.name, distribution]),
);
