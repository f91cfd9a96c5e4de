import { FileError } from '../files/fileError.ts';

/** What the operating system said about listening, in words; anything else is returned unchanged. */
export function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new FileError(`${host}:${port}`, 'the port is taken; give another with --port, or --port 0');
  if (code === 'EACCES') return new FileError(`${host}:${port}`, 'this port needs more rights');
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return new FileError(host, 'is no interface of this machine');
  return error;
}
