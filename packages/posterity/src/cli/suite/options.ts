import { type Command, InvalidArgumentError } from 'commander';
import type { RowSource } from '../../sources/rowSource.ts';
import type { Suite } from '../../suite/suiteFile.ts';
import { exitCodes } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

/** Options of the commands that read a registry. */
export interface RegistryOptions {
  readonly registry?: string;
  readonly json?: boolean;
}

/** Options of the commands that look at some units. */
export interface UnitOptions extends RegistryOptions {
  readonly only: Readonly<Record<string, string>>;
}

/** Adds SUITE, `--registry` and `--json` to a command. */
export function withRegistry(command: Command): Command {
  return command
    .argument('<suite>', 'suite file, YAML or JSON')
    .option(
      '--registry <where>',
      'folder or postgres://…; default: the suite’s, DATABASE_URL, or a folder beside it',
    )
    .option('--json', 'print one JSON document');
}

/** Adds `--only column=value`, which may be repeated. */
export function withOnly(command: Command): Command {
  return command.option('--only <column=value>', 'only these units; may be repeated', keyValue, {});
}

/** Says that `--only` picked no unit, which is a slip of its writer. */
export function tellIfNone(terminal: Terminal, only: UnitOptions['only'], units: number): void {
  const asked = Object.entries(only).map(([column, value]) => `${column}=${value}`);
  if (units > 0 || asked.length === 0) return;
  terminal.err(`no unit of the data has ${asked.join(' and ')} (--only)\n`);
  terminal.exitCode = exitCodes.error;
}

function keyValue(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const cut = text.indexOf('=');
  if (cut < 1) throw new InvalidArgumentError('expected column=value.');
  return { ...before, [text.slice(0, cut)]: text.slice(cut + 1) };
}

/** Does something with the rows of a suite, and closes their source. @throws DataError for an unknown column */
export async function withSource<T>(
  suite: Suite,
  only: UnitOptions['only'],
  work: (source: RowSource) => Promise<T>,
): Promise<T> {
  const { openSource } = await import('../../sources/openSource.ts');
  const { unknownUnitColumn } = await import('../../suite/suiteColumns.ts');
  for (const column of Object.keys(only))
    if (!suite.unit.includes(column)) throw unknownUnitColumn(suite, column);
  const source = await openSource(suite.data);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
