import { commandLine } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command in this process, for tests that need no program of its own. */
export async function runCommand(...args: string[]) {
  const said = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    isInteractive: false,
    signal: new AbortController().signal,
    ended: () => Promise.resolve(),
    exitCode: 0,
  };
  await commandLine(terminal).parseAsync(['node', 'posterity', ...args]);
  return { ...said, code: terminal.exitCode };
}
