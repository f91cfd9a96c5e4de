import { writeSync } from 'node:fs';
import { type ExitCode, exitCodes } from './exitCodes.ts';

/** What a command may touch of the process: two streams, the interrupt and the exit code. */
export interface Terminal {
  /** Results; one document when `--json` is given. */
  out(text: string): void;
  /** Messages and progress. */
  err(text: string): void;
  /** Whether messages go to a person's screen. */
  readonly isInteractive: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Resolves when Ctrl-C is pressed, or the process is asked to end: for a server, that is being done. */
  ended(): Promise<void>;
  exitCode: ExitCode;
}

/** The terminal of this process; Ctrl-C aborts `signal`, a second one ends the process at once. */
export function processTerminal(): Terminal {
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort();
  });
  return {
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    isInteractive: process.stderr.isTTY === true,
    signal: interrupt.signal,
    ended: () =>
      new Promise((resolve) => {
        process.once('SIGTERM', () => resolve());
        if (interrupt.signal.aborted) resolve();
        else interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    exitCode: exitCodes.done,
  };
}

/** Writes all of the text before it returns, so that nothing is lost when the process ends. */
function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // A reader such as `head` that has seen enough closes its end.
      if (code === 'EPIPE') process.exit(exitCodes.done);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
