/** What a kernel's memory can hold: WebAssembly addresses 4 GiB. */
import { PosterityError } from '../config/errors.ts';

/** A little less than 2³² bytes, for what stands beside the data. */
const mostBytes = 2 ** 32 - 2 ** 24;

const inGiB = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

/** @throws PosterityError when a memory of so many bytes cannot be addressed. */
export function checkAddressable(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new PosterityError(
    'too_large',
    `the data and the work on them take ${inGiB(bytes)} GiB, and WebAssembly has 4 GiB; fit to a sample of the rows, or round columns so that rows repeat and can be taken together`,
  );
}

/** What to throw where the system refuses memory that could be addressed. */
export function refused(bytes: number, cause: unknown): PosterityError {
  return new PosterityError(
    'out_of_memory',
    `the system refuses the ${inGiB(bytes)} GiB that the data and the work on them take`,
    { cause },
  );
}
