import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { addSuiteAliases } from './aliases.ts';
import { addSuiteCheck } from './check.ts';
import { addSuiteCopy } from './copy.ts';
import { addSuiteDiff } from './diff.ts';
import { addSuiteHistory } from './history.ts';
import { addSuitePlan } from './plan.ts';
import { addSuitePrune } from './prune.ts';
import { addSuiteRefresh } from './refresh.ts';
import { addSuiteScore } from './score.ts';
import { addSuiteStatus } from './status.ts';

const commands: readonly ((suite: Command, terminal: Terminal) => void)[] = [
  addSuiteCheck,
  addSuitePlan,
  addSuiteRefresh,
  addSuiteStatus,
  addSuiteHistory,
  addSuiteAliases,
  addSuiteDiff,
  addSuitePrune,
  addSuiteCopy,
  addSuiteScore,
];

/** `posterity suite …`: one model for each unit of a table, from one file. */
export function addSuite(program: Command, terminal: Terminal): void {
  const suite = program
    .command('suite')
    .description('One model for each product, geo, … of a table, from one file: fitted, judged, kept.');
  for (const addCommand of commands) addCommand(suite, terminal);
}
