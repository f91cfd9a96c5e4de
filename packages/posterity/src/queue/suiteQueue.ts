// Units of suites as jobs of pg-boss, on the registry's own PostgreSQL: any number of machines work one suite.
import type { JobResult, PgBoss } from 'pg-boss';
import type { UnitKey } from '../registry/record.ts';
import { unitId } from '../registry/unitId.ts';
import { withoutPassword } from '../sources/address.ts';
import { optionalPackage } from '../sources/missingPackage.ts';

/** One unit that a refresh has to look at. */
export interface UnitTask {
  readonly suite: string;
  readonly unit: UnitKey;
}

/** What came of a task; a failed one is tried again, and after its last attempt lies in the dead letters. */
export interface TaskOutcome {
  readonly isDone: boolean;
  readonly message: string;
}

export interface SuiteQueue {
  /** Enqueues units that do not wait or run already; gives how many. */
  enqueue(tasks: readonly UnitTask[]): Promise<number>;
  /** Works off tasks, up to `atOnce` at a time, until stopped. */
  work(atOnce: number, handle: (task: UnitTask) => Promise<TaskOutcome>): Promise<void>;
  /** Refreshes suites by cron (five fields, UTC); replaces earlier schedules of the same suites. */
  schedule(suites: readonly { readonly name: string; readonly cron: string }[]): Promise<void>;
  /** Calls `plan` whenever a suite's time has come, on one machine. */
  onSchedule(plan: (suite: string) => Promise<void>): Promise<void>;
  /** Tasks that wait or run. */
  pending(): Promise<number>;
  /** Tasks that failed for good. */
  dead(): Promise<number>;
  /** Stops taking tasks and waits for those at work. */
  stop(): Promise<void>;
}

const units = 'posterity-units';
const deadLetters = 'posterity-dead';
const refreshes = 'posterity-refresh';
/** The least pg-boss takes; a killed worker's tasks come back after it. */
const heartbeatSeconds = 10;
const retries = 3;

/** Opens the queue of a database and makes it when it is not there. @throws MissingPackageError */
export async function openSuiteQueue(
  address: string,
  options: { readonly expireSeconds: number; readonly onError?: (error: Error) => void },
): Promise<SuiteQueue> {
  const { PgBoss: Boss } = await optionalPackage(
    import('pg-boss'),
    'pg-boss',
    `a queue in ${withoutPassword(address)}`,
  );
  const boss = new Boss({
    connectionString: address,
    schema: 'posterity_queue',
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => options.onError?.(error));
  await boss.start();
  await boss.createQueue(deadLetters);
  const settings = {
    retryLimit: retries,
    retryBackoff: true,
    retryDelay: 1,
    expireInSeconds: Math.ceil(options.expireSeconds),
    heartbeatSeconds,
    deadLetter: deadLetters,
  };
  // Exclusive: of one unit at most one task waits or runs.
  await boss.createQueue(units, { ...settings, policy: 'exclusive' });
  await boss.createQueue(refreshes, { ...settings, policy: 'exclusive' });
  return queueOf(boss);
}

function queueOf(boss: PgBoss): SuiteQueue {
  const counted = async (name: string): Promise<number> => {
    const stats = await boss.getQueueStats(name, { force: true });
    return stats.reduce((total, it) => total + it.queuedCount + it.activeCount, 0);
  };
  return {
    async enqueue(tasks) {
      const jobs = tasks.map((task) => ({
        data: task,
        singletonKey: `${task.suite}/${unitId(task.unit)}`,
      }));
      const ids: string[] = [];
      for (let start = 0; start < jobs.length; start += 1000) {
        ids.push(...((await boss.insert(units, jobs.slice(start, start + 1000), { returnId: true })) ?? []));
      }
      return ids.length;
    },
    async work(atOnce, handle) {
      await boss.work<
        UnitTask,
        JobResult[],
        { perJobResults: true; batchSize: number; burstWhenBatchFull: true; pollingIntervalSeconds: number }
      >(
        units,
        { perJobResults: true, batchSize: atOnce, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
        (jobs) =>
          Promise.all(
            jobs.map(async ({ id, data }): Promise<JobResult> => {
              try {
                const { isDone, message } = await handle(data);
                return { id, status: isDone ? 'completed' : 'failed', output: { message } };
              } catch (error) {
                const message = error instanceof Error ? error.message : String(error);
                return { id, status: 'failed', output: { message } };
              }
            }),
          ),
      );
    },
    async schedule(suites) {
      for (const { name, cron } of suites) {
        await boss.schedule(refreshes, cron, { suite: name }, { key: name, singletonKey: name });
      }
    },
    async onSchedule(plan) {
      await boss.work<{ suite: string }>(refreshes, { pollingIntervalSeconds: 2 }, async ([{ data }]) =>
        plan(data.suite),
      );
    },
    pending: () => counted(units),
    dead: () => counted(deadLetters),
    stop: () => boss.stop({ graceful: true, timeout: 30_000 }),
  };
}
