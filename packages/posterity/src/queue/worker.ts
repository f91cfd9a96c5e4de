// A worker: takes units from the queue, refreshes each like a run of its own, and plans suites when their time comes.
import type { UnitKey } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { openSource } from '../sources/openSource.ts';
import { changedDataText } from '../suite/changedData.ts';
import type { FitPool } from '../suite/fitPool.ts';
import { dueUnits } from '../suite/plan.ts';
import { refresh } from '../suite/refresh.ts';
import type { UnitEvent } from '../suite/refreshUnit.ts';
import type { Suite } from '../suite/suiteFile.ts';
import { currentSuites } from './currentSuites.ts';
import type { SuiteQueue, TaskOutcome, UnitTask } from './suiteQueue.ts';

export interface WorkerParts {
  readonly suites: readonly Suite[];
  readonly registry: Registry;
  readonly queue: SuiteQueue;
  readonly pool: FitPool;
  readonly onUnit?: (event: UnitEvent) => void;
  /** Is told when a suite's files have changed, its data too. */
  readonly onChange?: (message: string) => void;
}

/** Tasks a thread has at hand, so that it need not wait for the database. */
const tasksAThread = 4;

/** Enqueues the units of a suite that have something to do. */
export async function enqueueSuite(
  suite: Suite,
  registry: Registry,
  queue: SuiteQueue,
  only: Readonly<Record<string, string>> = {},
): Promise<{ readonly units: number; readonly enqueued: number; readonly skipped: number }> {
  const source = await openSource(suite.data);
  try {
    const { units, due } = await dueUnits(suite, registry, source, only);
    const enqueued = await queue.enqueue(due.map((unit) => ({ suite: suite.name, unit })));
    return { units, enqueued, skipped: units - due.length };
  } finally {
    await source.close();
  }
}

/** Starts to work; ends with `queue.stop()`. */
export async function startWorker(parts: WorkerParts): Promise<void> {
  const { suites, registry, queue, pool, onUnit, onChange = () => undefined } = parts;
  const current = currentSuites(suites, onChange);
  await queue.schedule(
    suites.flatMap(({ name, schedule: cron }) => (cron === undefined ? [] : [{ name, cron }])),
  );
  await queue.onSchedule(async (name) => {
    const found = await current(name);
    if (found !== undefined) await enqueueSuite(found.suite, registry, queue);
  });
  await queue.work(
    pool.threads * tasksAThread,
    async ({ suite: name, unit }: UnitTask): Promise<TaskOutcome> => {
      const found = await current(name);
      if (found === undefined)
        return { isDone: false, message: `this worker does not know the suite ${name}` };
      const { suite, source } = found;
      let event: UnitEvent | undefined;
      const { changedData } = await refresh(suite, registry, source, pool, {
        only: textsOf(unit),
        onUnit: (it) => {
          event = it;
          onUnit?.(it);
        },
      });
      if (changedData !== undefined) onChange(changedDataText(changedData));
      if (event === undefined) return { isDone: true, message: 'the data have no row of the unit any more' };
      // Somebody else has it and may yet fail; what the gate or the data said is an answer.
      return { isDone: event.rule !== 'busy', message: `${event.result}: ${event.message}` };
    },
  );
}

function textsOf(unit: UnitKey): Record<string, string> {
  return Object.fromEntries(Object.entries(unit).map(([column, value]) => [column, String(value)]));
}
