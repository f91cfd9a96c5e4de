// A suite from its rows to an answer over HTTP: make, check, refresh, look at the board, report, serve, ask.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeProblem } from '@posterity/engine';
import { reportHtml } from '@posterity/report';
import { modelReport } from '../cli/modelReport.ts';
import { atomicWrite } from '../files/atomicWrite.ts';
import { Model } from '../model.ts';
import { openRegistry } from '../registry/openRegistry.ts';
import type { UnitKey } from '../registry/record.ts';
import { unitText } from '../registry/unitId.ts';
import { openService } from '../service/openService.ts';
import type { PredictionAnswer } from '../service/predictions.ts';
import { openSource } from '../sources/openSource.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { type BoardRow, boardRow } from '../suite/board.ts';
import { checkSuite } from '../suite/check.ts';
import { fitPool } from '../suite/fitPool.ts';
import { type RefreshReport, refresh } from '../suite/refresh.ts';
import type { UnitEvent } from '../suite/refreshUnit.ts';
import { readSuite, type Suite } from '../suite/suiteFile.ts';
import { productGeoCsv, productGeos, productModel, productSuite, weeks } from './productGeos.ts';
import { type Step, stepsOf } from './steps.ts';

export interface SuiteWalkthrough {
  readonly steps: readonly Step[];
  readonly suite: Suite;
  readonly board: readonly BoardRow[];
  readonly refreshed: RefreshReport;
  /** Path of the page about one unit. */
  readonly page: string;
  readonly asked: { readonly url: string; readonly body: unknown };
  readonly answer: PredictionAnswer;
}

export interface SuiteWalkthroughOptions {
  readonly units: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step) => void;
  /** Called after each unit. */
  readonly onUnit?: (event: UnitEvent) => void;
}

/**
 * Runs the walkthrough and writes its rows, suite, registry and page to a folder.
 *
 * @param folder made when missing; files of an earlier run are replaced
 */
export async function suiteWalkthrough(
  folder: string,
  { units, seed, signal, onStep, onUnit }: SuiteWalkthroughOptions,
): Promise<SuiteWalkthrough> {
  const { steps, step } = stepsOf(onStep);
  const path = join(folder, 'products.suite.yaml');
  // Where the commands look for it that may follow.
  const registryFolder = join(folder, 'products.suite.registry');
  await step(
    'make the units',
    async () => {
      await rm(registryFolder, { recursive: true, force: true });
      await atomicWrite(join(folder, 'products.csv'), productGeoCsv(productGeos(units, seed)));
      await atomicWrite(join(folder, 'products.yaml'), productModel);
      await atomicWrite(path, productSuite);
    },
    () => `${units} units × ${weeks} weeks`,
  );
  const suite = await readSuite(path);
  const source = await openSource(suite.data);
  const registry = await openRegistry(registryFolder, { create: true });
  try {
    await step(
      'check',
      () => checked(suite, source),
      (text) => text,
    );
    const refreshed = await step(
      'refresh',
      async () => {
        const pool = fitPool();
        try {
          return await refresh(suite, registry, source, pool, {
            ...(signal === undefined ? {} : { signal }),
            ...(onUnit === undefined ? {} : { onUnit }),
          });
        } finally {
          await pool.close();
        }
      },
      ({ promoted, held, rejected, failed, seconds }) =>
        `${promoted} promoted, ${held} held, ${rejected} rejected, ${failed} failed; ${(units / seconds).toFixed(0)} units/s`,
    );
    const board = await step(
      'board',
      async () => (await registry.units(suite.name)).map((record) => boardRow(record, Date.now())),
      (rows) => `${rows.filter(({ todo }) => todo !== '').length} of ${rows.length} ask for a look`,
    );
    const chosen = board.find(({ alias }) => alias === 'champion');
    if (chosen?.version == null) throw new Error('no unit of the demo was promoted; please report it');
    const { unit, version } = chosen;
    const page = join(folder, 'unit.html');
    await step(
      'report of one unit',
      async () => {
        const model = await Model.fromNetcdf(await registry.get(version));
        const only = Object.fromEntries(Object.entries(unit).map(([name, value]) => [name, String(value)]));
        const title = unitText(unit);
        for await (const { table } of source.units({
          unit: suite.unit,
          columns: ['week', 'adoption'],
          only,
        })) {
          await atomicWrite(
            page,
            reportHtml(modelReport(model, { title, configName: 'products.yaml' }, table)),
          );
        }
      },
      () => page,
    );
    const { asked, answer } = await step(
      'serve, ask, stop',
      () => askService(path, registryFolder, suite.name, unit, signal),
      ({ answer: { rows } }) => `${rows} row over HTTP`,
    );
    return { steps, suite, board, refreshed, page, asked, answer };
  } finally {
    await source.close();
    await registry.close();
  }
}

async function checked(suite: Suite, source: RowSource): Promise<string> {
  const { units, rows, configProblems, unitProblems } = await checkSuite(suite, source);
  const problems = [...configProblems, ...unitProblems.flatMap(({ problems: its }) => its)];
  return problems.length === 0
    ? `${units} units, ${rows} rows: nothing wrong`
    : problems.map(describeProblem).join('; ');
}

/** Starts the service of the suite on a free port, asks for the first week to come, and stops it. */
async function askService(
  path: string,
  registry: string,
  suite: string,
  unit: UnitKey,
  signal: AbortSignal | undefined,
): Promise<Pick<SuiteWalkthrough, 'asked' | 'answer'>> {
  const service = await openService([path], {
    registry,
    readOnly: true,
    rate: 0,
    bodyBytes: 65_536,
    mostRows: 100,
    mostModels: 10,
  });
  try {
    const address = await service.app.listen({ host: '127.0.0.1', port: 0 });
    const asked = {
      url: `${address}/v1/suites/${suite}/predict`,
      body: { unit, rows: [{ week: weeks }], alpha: 0.9 },
    };
    const response = await fetch(asked.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked.body),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the service answered ${response.status}: ${text}`);
    return { asked, answer: JSON.parse(text) };
  } finally {
    await service.close();
  }
}
