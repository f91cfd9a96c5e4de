import type { Step } from '../demo/steps.ts';
import { alignedTable } from './table.ts';

/** The steps of a demo with their times, and a last line for all of them. */
export function stepTable(steps: readonly Step[], milliseconds: number, remark: string): string {
  const all = [...steps, { name: 'in all', milliseconds, remark }];
  return alignedTable(
    ['step', 'time', ''],
    all.map((step) => [step.name, `${step.milliseconds.toFixed(0)} ms`, step.remark]),
    [0, 2],
  );
}
