import { describeProblem } from '@posterity/engine';
import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { exitCodes } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';
import { tellIfNone, type UnitOptions, withOnly, withRegistry, withSource } from './options.ts';

/** `posterity suite check SUITE`. */
export function addSuiteCheck(suite: Command, terminal: Terminal): void {
  withOnly(withRegistry(suite.command('check')))
    .description('Check the suite file, every unit’s config and every unit’s rows; fit nothing.')
    .addHelpText('after', examples('posterity suite check releases.suite.yaml'))
    .action((path: string, options: UnitOptions) => check(terminal, path, options));
}

async function check(terminal: Terminal, path: string, { only, json }: UnitOptions): Promise<void> {
  const [{ readSuite }, { checkSuite, unitProblemText }] = await Promise.all([
    import('../../suite/suiteFile.ts'),
    import('../../suite/check.ts'),
  ]);
  const suite = await readSuite(path);
  const found = await withSource(suite, only, (source) => checkSuite(suite, source, only));
  tellIfNone(terminal, only, found.units);
  const problems = [
    ...found.configProblems.map(describeProblem),
    ...found.unitProblems.flatMap(({ unit, problems }) =>
      problems.map((it) => unitProblemText(unit, describeProblem(it))),
    ),
  ];
  if (json) {
    const { units, rows, configProblems, unitProblems, warnings } = found;
    terminal.out(
      `${JSON.stringify({ units, rows, config_problems: configProblems, unit_problems: unitProblems, warnings })}\n`,
    );
  } else {
    terminal.out(
      `${found.units} units, ${found.rows} rows: ${problems.length === 0 ? 'nothing wrong' : `${problems.length} problem(s)`}\n`,
    );
    for (const warning of found.warnings) terminal.err(`warning: ${warning}\n`);
    for (const problem of problems) terminal.err(`${problem}\n`);
  }
  if (problems.length > 0) terminal.exitCode = exitCodes.error;
}
