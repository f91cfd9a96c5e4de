import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { type RegistryOptions, withRegistry } from './options.ts';

/** `posterity suite score SUITE [ACTUALS]`. */
export function addSuiteScore(suite: Command, terminal: Terminal): void {
  withRegistry(suite.command('score'))
    .argument('[actuals]', 'what really happened; default: the suite’s actuals, or its data')
    .description(
      'Score each champion on actuals: coverage, PIT, CRPS, and an alarm that the next refresh heeds.',
    )
    .addHelpText('after', examples('posterity suite score releases.suite.yaml last-week.csv'))
    .action((path: string, actuals: string | undefined, options: RegistryOptions) =>
      score(terminal, path, actuals, options),
    );
}

async function score(
  terminal: Terminal,
  path: string,
  actuals: string | undefined,
  options: RegistryOptions,
): Promise<void> {
  const [{ openSuite }, { scoreSuite }, { openSource }, { unitText }] = await Promise.all([
    import('../../suite/openSuite.ts'),
    import('../../suite/score.ts'),
    import('../../sources/openSource.ts'),
    import('../../registry/unitId.ts'),
  ]);
  const { suite, registry } = await openSuite(path, options);
  const source = await openSource(actuals ?? suite.actuals);
  try {
    const scores = await scoreSuite(suite, registry, source, new Date().toISOString());
    if (options.json) {
      terminal.out(`${JSON.stringify({ units: scores })}\n`);
      return;
    }
    for (const { unit, score: it, message } of scores) {
      const text =
        it === undefined
          ? `not scored: ${message}`
          : `${it.rows} rows, coverage ${it.coverage.toFixed(2)} of ${it.nominal}, CRPS ${it.crps?.toPrecision(4) ?? '-'}${uniformityText(it.pit.uniformity)}${it.alarm.raised ? ', ALARM' : ''}${message === '' ? '' : ` (${message})`}`;
      terminal.out(`${unitText(unit)}: ${text}\n`);
    }
  } finally {
    await source.close();
    await registry.close();
  }
}

function uniformityText(pValue: number | null): string {
  return pValue === null ? '' : `, PIT uniform p ${pValue.toPrecision(2)}`;
}
