import { PosterityError } from '@posterity/engine';

/** An optional package that is not installed, with the command that installs it. */
export class MissingPackageError extends PosterityError {
  constructor(name: string, purpose: string) {
    super('missing_package', `${purpose} needs the package ${name}: npm install ${name}`);
    this.name = 'MissingPackageError';
  }
}

/** What loading an optional package gives. @throws MissingPackageError when it is not installed */
export async function optionalPackage<T>(loading: Promise<T>, name: string, purpose: string): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw new MissingPackageError(name, purpose);
    }
    throw error;
  }
}
