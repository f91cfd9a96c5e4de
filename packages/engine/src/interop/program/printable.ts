/** What a program in another language would leave out without saying so. */
import { PosterityError } from '../../config/errors.ts';
import { policyOf } from '../../data/missing.ts';
import type { Specification } from '../../model/specification.ts';

/**
 * Refuses a model that the program cannot hold whole.
 * @param readsRaw whether the program reads the data as they are; else they come prepared.
 * @throws PosterityError
 */
export function checkPrintable(
  { config, covariates, names, numberColumns }: Specification,
  language: string,
  readsRaw: boolean,
): void {
  const refuse = (what: string): never => {
    throw new PosterityError('not_printable', `${what}, which the ${language} program would leave out`);
  };
  if (covariates.length > 0) refuse(`the model imputes ${covariates.map(({ column }) => column).join(', ')}`);
  if (names.encoded.size > 0) refuse(`preprocessing encodes ${[...names.encoded].join(', ')}`);
  if (!readsRaw) return;
  const prepared = Object.keys(config.preprocessing);
  const filled = numberColumns.filter((name) => policyOf(config.missing, name) === 'mean');
  if (prepared.length > 0) refuse(`preprocessing changes ${prepared.join(', ')}`);
  if (filled.length > 0) refuse(`missing fills empty cells of ${filled.join(', ')} with their mean`);
}
