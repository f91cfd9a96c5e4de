import type { RuleResult } from '@posterity/engine';
import { alignedTable, shortNumber } from './table.ts';

/** A table of rules with their numbers, then a paragraph for each that found fault: what it is about and what to do. */
export function ruleText(rules: readonly RuleResult[]): string {
  const rows = rules.map(({ rule, value, threshold, variable, status }) => [
    rule,
    shortNumber(value, 3),
    shortNumber(threshold, 3),
    variable ?? '',
    status,
  ]);
  const faults = rules
    .filter(({ status }) => status !== 'good')
    .map(({ rule, meaning, advice }) => `${rule}: ${meaning}\n  ${advice}\n`);
  const table = alignedTable(['rule', 'value', 'threshold', 'where', 'status'], rows, [0, 3, 4]);
  return faults.length === 0 ? table : `${table}\n${faults.join('')}`;
}
