import type { OpenWorkerOptions } from '../queue/openWorker.ts';
import { unitText } from '../registry/unitId.ts';
import type { Terminal } from './terminal.ts';

/** What a worker has to say, as messages of a terminal. */
export function workerTold(terminal: Terminal): Pick<OpenWorkerOptions, 'onError' | 'onUnit'> {
  return {
    onError: (message) => terminal.err(`${message}\n`),
    onUnit: ({ unit, result, message, seconds }) =>
      terminal.err(
        `${unitText(unit)}: ${result}${result === 'promoted' ? '' : `: ${message}`} (${seconds.toFixed(2)} s)\n`,
      ),
  };
}
