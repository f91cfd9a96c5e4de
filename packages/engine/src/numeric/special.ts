/**
 * Special functions of statistics, compiled from assembly/special: the same bits on every platform.
 * Accuracy is stated and tested per function in special.test.ts.
 */
import { specialWasm } from '../generated/specialWasm.ts';
import { mathExports } from './math.ts';
import { fromText } from './packed.ts';

type Special = {
  lgamma(x: number): number;
  digamma(x: number): number;
  trigamma(x: number): number;
  tetragamma(x: number): number;
  lbeta(a: number, b: number): number;
  erf(x: number): number;
  erfc(x: number): number;
  erfcx(x: number): number;
  ndtr(x: number): number;
  logNdtr(x: number): number;
  ndtri(p: number): number;
  ndtriExp(logP: number): number;
  gammaP(a: number, x: number): number;
  gammaQ(a: number, x: number): number;
  gammaPDa(a: number, x: number): number;
  gammaPInverse(a: number, p: number): number;
  gammaQInverse(a: number, q: number): number;
  betaI(a: number, b: number, x: number): number;
  betaIComplement(a: number, b: number, x: number): number;
  betaIDa(a: number, b: number, x: number): number;
  betaIDb(a: number, b: number, x: number): number;
  betaIInverse(a: number, b: number, p: number): number;
  logI0(x: number): number;
  besselI1OverI0(x: number): number;
  i0e(x: number): number;
  i1e(x: number): number;
  studentTCdf(nu: number, t: number): number;
  studentTInverse(nu: number, p: number): number;
  owensT(h: number, a: number): number;
  riceCdf(nu: number, r: number): number;
  riceSf(nu: number, r: number): number;
};

let instance: WebAssembly.Instance | undefined;

/** The module's exports, instantiated at the first call, for import into a kernel under the name `special`. */
export function specialExports(): WebAssembly.Exports {
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(fromText(specialWasm)), {
    math: mathExports(),
  });
  return instance.exports;
}

let functions: Special | undefined;

function special(): Special {
  if (functions === undefined) {
    const exports = specialExports();
    if (!isSpecial(exports))
      throw new Error('the special functions were built from other sources; please report this');
    functions = exports;
  }
  return functions;
}

/** Made by the same build, the module has all of them or none. */
const isSpecial = (exports: WebAssembly.Exports): exports is WebAssembly.Exports & Special =>
  typeof exports['lgamma'] === 'function' && typeof exports['riceSf'] === 'function';

/** log |Gamma(x)|; Infinity at the poles 0, -1, -2, ... */
export const lgamma = (x: number): number => special().lgamma(x);

/** The derivative of lgamma; NaN at the poles. */
export const digamma = (x: number): number => special().digamma(x);

/** The derivative of digamma. */
export const trigamma = (x: number): number => special().trigamma(x);

/** The second derivative of digamma, polygamma of order 2. */
export const tetragamma = (x: number): number => special().tetragamma(x);

/** log Beta(a, b) for a, b >= 0, accurate for large arguments too. */
export const lbeta = (a: number, b: number): number => special().lbeta(a, b);

/** The error function. */
export const erf = (x: number): number => special().erf(x);

/** 1 - erf(x), accurate to its underflow near x = 27. */
export const erfc = (x: number): number => special().erfc(x);

/** exp(x^2) erfc(x). */
export const erfcx = (x: number): number => special().erfcx(x);

/** The standard normal distribution function. */
export const ndtr = (x: number): number => special().ndtr(x);

/** The logarithm of the standard normal distribution function, accurate in both tails. */
export const logNdtr = (x: number): number => special().logNdtr(x);

/** The standard normal quantile; NaN outside [0, 1]. */
export const ndtri = (p: number): number => special().ndtri(p);

/** The standard normal quantile of a probability given by its logarithm. */
export const ndtriExp = (logP: number): number => special().ndtriExp(logP);

/** The regularised lower incomplete gamma function, a > 0 and x >= 0, else NaN. */
export const gammaP = (a: number, x: number): number => special().gammaP(a, x);

/** 1 - gammaP(a, x), accurate in the upper tail. */
export const gammaQ = (a: number, x: number): number => special().gammaQ(a, x);

/** The derivative of gammaP(a, x) in a. */
export const gammaPDa = (a: number, x: number): number => special().gammaPDa(a, x);

/** The x at which gammaP(a, x) = p. */
export const gammaPInverse = (a: number, p: number): number => special().gammaPInverse(a, p);

/** The x at which gammaQ(a, x) = q. */
export const gammaQInverse = (a: number, q: number): number => special().gammaQInverse(a, q);

/** The regularised incomplete beta function, a, b > 0 and x in [0, 1], else NaN. */
export const betaI = (a: number, b: number, x: number): number => special().betaI(a, b, x);

/** 1 - betaI(a, b, x), accurate in the upper tail. */
export const betaIComplement = (a: number, b: number, x: number): number =>
  special().betaIComplement(a, b, x);

/** The derivative of betaI(a, b, x) in a. */
export const betaIDa = (a: number, b: number, x: number): number => special().betaIDa(a, b, x);

/** The derivative of betaI(a, b, x) in b. */
export const betaIDb = (a: number, b: number, x: number): number => special().betaIDb(a, b, x);

/** The x at which betaI(a, b, x) = p. */
export const betaIInverse = (a: number, b: number, p: number): number => special().betaIInverse(a, b, p);

/** The logarithm of the modified Bessel function I_0. */
export const logI0 = (x: number): number => special().logI0(x);

/** I_1(x) / I_0(x), the derivative of logI0. */
export const besselI1OverI0 = (x: number): number => special().besselI1OverI0(x);

/** exp(-|x|) I_0(x). */
export const i0e = (x: number): number => special().i0e(x);

/** exp(-|x|) I_1(x). */
export const i1e = (x: number): number => special().i1e(x);

/** The distribution function of Student's t with nu > 0 degrees of freedom. */
export const studentTCdf = (nu: number, t: number): number => special().studentTCdf(nu, t);

/** The quantile of Student's t with nu > 0 degrees of freedom. */
export const studentTInverse = (nu: number, p: number): number => special().studentTInverse(nu, p);

/** Owen's T, the integral of exp(-h^2 (1 + t^2) / 2) / (2 pi (1 + t^2)) over t from 0 to a. */
export const owensT = (h: number, a: number): number => special().owensT(h, a);

/** The distribution function at r of a Rice variable of unit scale: 1 - Q_1(nu, r), Marcum's Q. */
export const riceCdf = (nu: number, r: number): number => special().riceCdf(nu, r);

/** 1 - riceCdf(nu, r), Marcum's Q_1(nu, r), accurate in the upper tail. */
export const riceSf = (nu: number, r: number): number => special().riceSf(nu, r);
