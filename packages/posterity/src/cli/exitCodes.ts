/** What the process tells its caller; the same for every command. */
export const exitCodes = {
  done: 0,
  /** Wrong input, a file that cannot be read, or a fault of ours. */
  error: 1,
  /** The work is done, but a check said no: the fit has not converged. */
  checkFailed: 2,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
