import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { tellIfNone, type UnitOptions, withOnly, withRegistry, withSource } from './options.ts';

/** `posterity suite plan SUITE`. */
export function addSuitePlan(suite: Command, terminal: Terminal): void {
  withOnly(withRegistry(suite.command('plan')))
    .description(
      'Print what a refresh will do about each unit, and why: skip, judge again, update, warm start, carry, full fit, fail.',
    )
    .addHelpText('after', examples('posterity suite plan releases.suite.yaml --only release=3'))
    .action((path: string, options: UnitOptions) => plan(terminal, path, options));
}

async function plan(
  terminal: Terminal,
  path: string,
  { registry: asked, only, json }: UnitOptions,
): Promise<void> {
  const [{ readSuite }, { registryAddress }, { planSuite }, { openRegistry }, { RegistryError }] =
    await Promise.all([
      import('../../suite/suiteFile.ts'),
      import('../../suite/openSuite.ts'),
      import('../../suite/plan.ts'),
      import('../../registry/openRegistry.ts'),
      import('../../registry/registryError.ts'),
    ]);
  const suite = await readSuite(path);
  // Before the first refresh there is no registry, and all is to be fitted.
  const registry = await openRegistry(registryAddress(suite, asked)).catch((error: unknown) => {
    if (error instanceof RegistryError && error.isAbsent) return undefined;
    throw error;
  });
  const planned = await withSource(suite, only, (source) => planSuite(suite, registry, source, only));
  await registry?.close();
  tellIfNone(terminal, only, planned.length);
  if (json) {
    terminal.out(`${JSON.stringify({ units: planned })}\n`);
    return;
  }
  const { alignedTable } = await import('../table.ts');
  const { unitText } = await import('../../registry/unitId.ts');
  const rows = planned.map(({ unit, action, rows, because }) => [
    unitText(unit),
    String(rows),
    action,
    because,
  ]);
  terminal.out(alignedTable(['unit', 'rows', 'action', 'because'], rows, [0, 2, 3]));
  const counts = new Map<string, number>();
  for (const { action } of planned) counts.set(action, (counts.get(action) ?? 0) + 1);
  const total = [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
  terminal.out(`${planned.length} units${total === '' ? '' : `: ${total}`}\n`);
}
