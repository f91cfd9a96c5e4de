/** The math functions of the compiler by name. */
import type { Low } from '../low.ts';
import { acos, asin, atan } from './arc.ts';
import { exp, expm1 } from './exp.ts';
import { cosh, sinh, tanh } from './hyperbolic.ts';
import { log, log1p } from './log.ts';
import { invlogit, logaddexp, softplus } from './logistic.ts';
import { pow } from './pow.ts';
import { cos, sin, tan } from './trigonometric.ts';

export type LowFunction = (...args: Low[]) => Low;

/** Functions of one argument. */
export const unaryMath = {
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  tanh,
  asin,
  acos,
  atan,
  softplus,
  invlogit,
} satisfies Record<string, (x: Low) => Low>;

/** Functions of two arguments. */
export const binaryMath = { pow, logaddexp } satisfies Record<string, (x: Low, y: Low) => Low>;

/** Every math function; its number of arguments is the function's `length`. */
export const lowMath: Readonly<Record<string, LowFunction>> = { ...unaryMath, ...binaryMath };
