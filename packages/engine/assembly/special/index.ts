// The special functions a model, a quantile or a prediction needs; the engine loads them through numeric/special.ts.
export { digamma, lbeta, lgamma, tetragamma, trigamma } from './gamma';
export { erf, erfc, erfcx, logNdtr, ndtr, ndtri, ndtriExp } from './normal';
export { gammaP, gammaPDa, gammaPInverse, gammaQ, gammaQInverse } from './incompleteGamma';
export { betaI, betaIComplement, betaIDa, betaIDb, betaIInverse } from './incompleteBeta';
export { besselI1OverI0, i0e, i1e, logI0 } from './bessel';
export { studentTCdf, studentTInverse } from './studentT';
export { owensT } from './owensT';
export { riceCdf, riceSf } from './rice';
