import type { Specification } from './specification.ts';

/**
 * Whether predictions of a row depend on the rows around it, so that a table cannot be predicted in parts: by lags, by
 * series that go on from row to row into levels not seen in training, or by the draws that fill empty cells.
 */
export function looksAround({ lags, covariates, variables }: Specification): boolean {
  return (
    lags.length > 0 || covariates.length > 0 || variables.some(({ distribution }) => distribution.isSeries)
  );
}
