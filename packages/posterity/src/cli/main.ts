import { CommanderError } from 'commander';
import { errorMessage, isInterrupt } from './errors.ts';
import { exitCodes } from './exitCodes.ts';
import { commandLine } from './program.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
try {
  await commandLine(terminal).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message; help and version count as done.
    terminal.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.error;
  } else if (isInterrupt(error)) {
    terminal.err('interrupted\n');
    terminal.exitCode = exitCodes.interrupted;
  } else {
    terminal.err(errorMessage(error));
    terminal.exitCode = exitCodes.error;
  }
}
process.exit(terminal.exitCode);
