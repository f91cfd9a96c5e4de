import { PosterityError } from '@posterity/engine';

/** A registry that cannot be read or written, or does not hold what was asked for. */
export class RegistryError extends PosterityError {
  /** There is no registry at the address yet. */
  readonly isAbsent: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isAbsent?: boolean } = {}) {
    super('registry', message, options);
    this.name = 'RegistryError';
    this.isAbsent = options.isAbsent ?? false;
  }
}
