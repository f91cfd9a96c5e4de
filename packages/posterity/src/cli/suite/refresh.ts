import type { Command } from 'commander';
import type { RefreshReport } from '../../suite/refresh.ts';
import type { UnitEvent } from '../../suite/refreshUnit.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exitCodes.ts';
import { wholeNumber } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { tellIfNone, type UnitOptions, withOnly, withRegistry, withSource } from './options.ts';

interface RefreshOptions extends UnitOptions {
  readonly threads?: number;
  readonly queue?: boolean;
}

/** `posterity suite refresh SUITE`. */
export function addSuiteRefresh(suite: Command, terminal: Terminal): void {
  withOnly(withRegistry(suite.command('refresh')))
    .description(
      'Fit what has changed, judge it by the gate and keep it; a stopped run is continued by the next.',
    )
    .option('--threads <n>', 'fits at once; default: as many as the machine runs', wholeNumber)
    .option('--queue', 'leave the fits to the workers of the registry’s database')
    .addHelpText(
      'after',
      examples(
        'posterity suite refresh releases.suite.yaml',
        'posterity suite refresh releases.suite.yaml --only release=3 --json',
      ),
    )
    .action((path: string, options: RefreshOptions) =>
      options.queue ? enqueue(terminal, path, options) : refreshSuite(terminal, path, options),
    );
}

async function enqueue(terminal: Terminal, path: string, options: RefreshOptions): Promise<void> {
  const [{ readSuite }, { openQueue }, { enqueueSuite }, { openRegistry }] = await Promise.all([
    import('../../suite/suiteFile.ts'),
    import('../../queue/openQueue.ts'),
    import('../../queue/worker.ts'),
    import('../../registry/openRegistry.ts'),
  ]);
  const suite = await readSuite(path);
  const { queue, address } = await openQueue([suite], options.registry, (message) =>
    terminal.err(`${message}\n`),
  );
  const registry = await openRegistry(address, { create: true });
  try {
    const counts = await enqueueSuite(suite, registry, queue, options.only);
    tellIfNone(terminal, options.only, counts.units);
    terminal.out(
      options.json
        ? `${JSON.stringify(counts)}\n`
        : `${counts.units} units: ${counts.enqueued} enqueued, ${counts.skipped} unchanged\n`,
    );
  } finally {
    await queue.stop();
    await registry.close();
  }
}

async function refreshSuite(terminal: Terminal, path: string, options: RefreshOptions): Promise<void> {
  const [{ openSuite }, { refresh }, { changedDataText }, { fitPool }, { unitText }] = await Promise.all([
    import('../../suite/openSuite.ts'),
    import('../../suite/refresh.ts'),
    import('../../suite/changedData.ts'),
    import('../../suite/fitPool.ts'),
    import('../../registry/unitId.ts'),
  ]);
  const { suite, registry } = await openSuite(path, { ...options, create: true });
  const pool = fitPool(options.threads || undefined);
  const tell = (event: UnitEvent): void => {
    const isFine = event.result === 'promoted' || event.result === 'skipped';
    if (options.json ? isFine : event.result === 'skipped') return;
    const told = `${unitText(event.unit)}: ${eventText(event)}\n`;
    if (isFine) terminal.out(told);
    else terminal.err(told);
  };
  try {
    const report = await withSource(suite, options.only, (source) =>
      refresh(suite, registry, source, pool, { only: options.only, signal: terminal.signal, onUnit: tell }),
    );
    terminal.out(options.json ? `${JSON.stringify(report)}\n` : `${reportText(report)}\n`);
    for (const file of report.changed ?? []) {
      terminal.err(
        `${file} has changed while the refresh ran, which went by what it said before; refresh again\n`,
      );
    }
    if (report.changedData !== undefined) terminal.err(`${changedDataText(report.changedData)}\n`);
    tellIfNone(terminal, options.only, report.units);
    if (report.held + report.rejected + report.failed > 0) terminal.exitCode = exitCodes.checkFailed;
  } finally {
    await pool.close();
    await registry.close();
  }
}

function eventText({ result, rule, message, because, seconds }: UnitEvent): string {
  const why = result === 'promoted' ? '' : ` by ${rule}: ${message}`;
  return `${result}${why} (${because}, ${seconds.toFixed(2)} s)`;
}

function reportText({ units, seconds, changed: _, changedData: __, ...counts }: RefreshReport): string {
  const parts = Object.entries(counts).map(([result, count]) => `${count} ${result}`);
  return `${units} units: ${parts.join(', ')}; ${seconds.toFixed(1)} s`;
}
