import type { Model, RefreshAction, UpdateMethod } from '@posterity/engine';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

/** What was done to bring a model up to date, and why. */
export interface Learned {
  readonly action: RefreshAction;
  readonly method?: UpdateMethod;
  readonly reason: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** The deed in one line and the fit as `fit` prints it, or both as one JSON document. */
export async function printLearned(
  terminal: Terminal,
  model: Model,
  learned: Learned,
  json: boolean | undefined,
): Promise<void> {
  const report = model.report();
  if (json) {
    terminal.out(`${JSON.stringify({ ...learned, fit: report })}\n`);
    return;
  }
  const how = learned.method === undefined ? learned.action : `${learned.action} (${learned.method})`;
  terminal.out(`${how}: ${learned.reason}\n`);
  if (learned.action === 'skip') return;
  const { fitText } = await import('./fitText.ts');
  terminal.out(`\n${fitText(report)}`);
}

/** A bad verdict is exit code 2, as after a fit. */
export function learnedExit(model: Model): typeof exitCodes.done | typeof exitCodes.checkFailed {
  return model.verdict().status === 'bad' ? exitCodes.checkFailed : exitCodes.done;
}
