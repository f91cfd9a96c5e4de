import { ConfigError, DataError, FormatError, PosterityError, type Problem } from '@posterity/engine';
import { RegistryError } from '../registry/registryError.ts';

/** What every answer but a success holds. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly Problem[] };
}

/** A refusal with its status. */
export class HttpError extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** Status and body of anything thrown while a request was answered; only a defect is a 500, and it tells nothing. */
export function answerOf(error: unknown): { readonly status: number; readonly body: ErrorBody } {
  if (error instanceof DataError || error instanceof ConfigError) {
    const { code, message, problems } = error;
    return { status: 422, body: { error: { code, message, problems } } };
  }
  if (error instanceof RegistryError || error instanceof FormatError)
    return { status: 409, body: bodyOf(error.code, error.message) };
  if (error instanceof PosterityError) return { status: 400, body: bodyOf(error.code, error.message) };
  // Fastify's own refusals have a status; some of them are RangeErrors too.
  if (error instanceof RangeError && !('statusCode' in error))
    return { status: 422, body: bodyOf('range', error.message) };
  const { status, code, message } = ofFastify(error);
  return { status, body: bodyOf(code, message) };
}

function bodyOf(code: string, message: string): ErrorBody {
  return { error: { code, message } };
}

function ofFastify(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    const { statusCode: status, message } = error;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'request';
    if (status >= 400 && status < 500)
      return { status, code: code.replace(/^FST_ERR_/, '').toLowerCase(), message };
  }
  return { status: 500, code: 'internal', message: 'an error of the service; its log tells more' };
}
