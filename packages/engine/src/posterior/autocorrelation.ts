import { ofDraws } from './drawsCore.ts';

/** Autocorrelation of one chain at lags 0 … length - 1, as arviz.autocorr; NaN for a constant chain. */
export function autocorrelation(draws: Float64Array): Float64Array {
  return ofDraws(draws, 1, (core) => {
    const at = core.autocovariances();
    const covariance = new Float64Array(core.memory.buffer, at, draws.length);
    return covariance.map((value) => value / covariance[0]);
  });
}
