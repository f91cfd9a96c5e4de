// The special functions a model, a quantile or a prediction needs; the engine loads them through numeric/special.ts.

export { besselI1OverI0, i0e, i1e, logI0 } from './bessel';
export { digamma, lbeta, lgamma, tetragamma, trigamma } from './gamma';
export { betaI, betaIComplement, betaIDa, betaIDb, betaIInverse } from './incompleteBeta';
export { gammaP, gammaPDa, gammaPInverse, gammaQ, gammaQInverse } from './incompleteGamma';
export { erf, erfc, erfcx, logNdtr, ndtr, ndtri, ndtriExp } from './normal';
export { owensT } from './owensT';
export { riceCdf, riceSf } from './rice';
export { studentTCdf, studentTInverse } from './studentT';
