/**
 * What a page needs to fit and predict, and no more: configs are objects (YAML is read by the whole engine, `index.ts`), and
 * what a fit rarely needs, such as files and calibration, is loaded when it is asked for.
 */

export { ConfigError, DataError, NotFittedError, OptionError, PosterityError } from './config/errors.ts';
export { Model } from './model/model.ts';
export { serveChains, workerRunner } from './sampler/workerProtocol.ts';
