import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry } from '../registry/openRegistry.ts';
import { hasPostgres, startTestPostgres, type TestPostgres } from '../registry/postgres.fixture.ts';
import { fitPool } from '../suite/fitPool.ts';
import { rowsOf, suiteFolder } from '../suite/suite.fixture.ts';
import { readSuite } from '../suite/suiteFile.ts';
import { openSuiteQueue } from './suiteQueue.ts';
import { enqueueSuite, startWorker } from './worker.ts';

describe.skipIf(!hasPostgres)('workers of a queue', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres?.stop());

  test('two of them fit each unit once, and a failed one is no failed task', async () => {
    const address = await postgres.newDatabase();
    const broken = rowsOf(['z'], ['us']).map((row) => ({ ...row, adoption: '' }));
    const folder = suiteFolder([...rowsOf(['a', 'b', 'c', 'd', 'e'], ['de', 'us']), ...broken]);
    const suite = await readSuite(join(folder, 'suite.yaml'));
    const registry = await openRegistry(address, { create: true });
    const queues = [
      await openSuiteQueue(address, { expireSeconds: 60 }),
      await openSuiteQueue(address, { expireSeconds: 60 }),
    ];
    expect(await enqueueSuite(suite, registry, queues[0])).toEqual({ units: 11, enqueued: 11, skipped: 0 });
    // Of one unit there is one task.
    expect(await enqueueSuite(suite, registry, queues[1])).toMatchObject({ enqueued: 0 });
    const pools = [fitPool(1), fitPool(1)];
    const fitted: string[] = [];
    for (const [k, queue] of queues.entries()) {
      await startWorker({
        suites: [suite],
        registry,
        queue,
        pool: pools[k],
        onUnit: ({ id, result }) => fitted.push(`${id} ${result}`),
      });
    }
    while ((await queues[0].pending()) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all(queues.map((queue) => queue.stop()));
    expect(fitted.filter((text) => text.endsWith('promoted'))).toHaveLength(10);
    expect(new Set(fitted).size).toBe(11);
    const units = await registry.units('adoption');
    expect(units.map(({ versions }) => versions.length)).toEqual([...Array(10).fill(1), 0].sort().reverse());
    const queue = await openSuiteQueue(address, { expireSeconds: 60 });
    expect(await queue.dead()).toBe(0);
    expect(await enqueueSuite(suite, registry, queue)).toEqual({ units: 11, enqueued: 1, skipped: 10 });
    await queue.stop();
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
