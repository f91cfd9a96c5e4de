import { PosterityError } from '@posterity/engine';

/** A registry that cannot be read or written, or does not hold what was asked for. */
export class RegistryError extends PosterityError {
  constructor(message: string, options?: ErrorOptions) {
    super('registry', message, options);
    this.name = 'RegistryError';
  }
}
