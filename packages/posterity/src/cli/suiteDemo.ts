import type { BoardRow } from '../suite/board.ts';
import type { RefreshReport } from '../suite/refresh.ts';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

export interface SuiteDemoOptions {
  readonly out: string;
  readonly seed: number;
  readonly units: number;
}

/** Units told in the short board, besides those that ask for a look. */
const fineUnits = 4;
const mostUnits = 12;
/** Lines of progress that a refresh tells. */
const progressLines = 10;

/** `posterity demo --suite`. */
export async function suiteDemo(terminal: Terminal, { out, seed, units }: SuiteDemoOptions): Promise<void> {
  const start = performance.now();
  const [{ suiteWalkthrough }, { boardText }, { stepTable }] = await Promise.all([
    import('../demo/suiteWalkthrough.ts'),
    import('./suite/boardText.ts'),
    import('./stepTable.ts'),
  ]);
  let finished = 0;
  const every = Math.max(1, Math.ceil(units / progressLines));
  const told = await suiteWalkthrough(out, {
    units,
    seed,
    signal: terminal.signal,
    onUnit: () => {
      finished++;
      if (finished % every === 0 || finished === units) terminal.err(`${finished} of ${units} units\n`);
    },
  });
  const { suite, board, asked, answer, steps, refreshed } = told;
  const some = shortBoard(board);
  const more = board.length > some.length ? `and ${board.length - some.length} more\n` : '';
  terminal.out(`${boardText(suite.unit, some)}${more}\n`);
  terminal.out(`POST ${asked.url} ${JSON.stringify(asked.body)}\n${JSON.stringify(answer)}\n\n`);
  terminal.out(stepTable(steps, performance.now() - start, `everything is in ${out}/`));
  if (isBad(refreshed)) terminal.exitCode = exitCodes.checkFailed;
}

/** The demo has one unit that is to be held; a rejected or failed one is not part of the plan. */
const isBad = ({ rejected, failed }: RefreshReport): boolean => rejected + failed > 0;

function shortBoard(board: readonly BoardRow[]): BoardRow[] {
  const fine = board.filter(({ todo }) => todo === '').slice(0, fineUnits);
  return [...fine, ...board.filter(({ todo }) => todo !== '')].slice(0, mostUnits);
}
