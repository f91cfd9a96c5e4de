/**
 * What a page needs to fit, judge and predict with every distribution, and no more. Its `Model` is the parent of that of
 * `index.ts`, which reads YAML, describes, examines and exports models too; files and updates are loaded when asked for.
 */

export { ConfigError, DataError, NotFittedError, OptionError, PosterityError } from './config/errors.ts';
export type { FitKernels } from './model/fit.ts';
export { FittingModel as Model } from './model/fittingModel.ts';
export type { PredictorKernels } from './model/predictor.ts';
export { serveChains, workerRunner } from './sampler/workerProtocol.ts';
