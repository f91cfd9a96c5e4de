/** Suites: the board, one unit with its history, predictions by unit, and moving what is in use. */
import type { FastifyInstance } from 'fastify';
import { formerChampion, type UnitRecord, versionOf, withAlias } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import { boardRow } from '../suite/board.ts';
import type { Suite } from '../suite/suiteFile.ts';
import { type BoardQuery, boardOrders, boardPage } from './boardPage.ts';
import { HttpError } from './httpError.ts';
import { modelCard } from './modelCard.ts';
import { answer, found, type Predicting } from './modelRoutes.ts';
import { type PredictionRequest, predictionAnswerSchema, predictionRequestSchema } from './predictions.ts';
import type { Shelf } from './shelf.ts';

export interface ServedSuite {
  readonly suite: Suite;
  readonly registry: Registry;
  readonly shelf: Shelf;
}

interface UnitParams {
  readonly suite: string;
  readonly id: string;
}

const suiteParams = {
  type: 'object',
  properties: { suite: { type: 'string' } },
  required: ['suite'],
} as const;
const unitParams = {
  type: 'object',
  properties: { suite: { type: 'string' }, id: { type: 'string' } },
  required: ['suite', 'id'],
} as const;
const unitKey = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: ['string', 'number'] },
  description: 'The unit: column → value',
} as const;
const boardQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    search: { type: 'string', maxLength: 200 },
    gate: { enum: ['promoted', 'held', 'rejected', 'failed'] },
    verdict: { enum: ['good', 'suspect', 'bad'] },
    sort: { enum: boardOrders },
    descending: { enum: ['true', 'false'] },
    offset: { type: 'string', pattern: '^[0-9]{1,9}$' },
    limit: { type: 'string', pattern: '^[0-9]{1,9}$' },
  },
} as const;

/** Adds /v1/suites. @param isReadOnly whether what is in use may not be moved */
export function addSuiteRoutes(
  app: FastifyInstance,
  suites: ReadonlyMap<string, ServedSuite>,
  predicting: Predicting,
  isReadOnly: boolean,
): void {
  const { guard } = predicting;
  const served = (name: string): ServedSuite => {
    const it = suites.get(name);
    if (it !== undefined) return it;
    throw new HttpError(
      404,
      'no_suite',
      `there is no suite ${JSON.stringify(name)} (there are: ${[...suites.keys()].join(', ')})`,
    );
  };
  const tags = ['suites'];

  app.get('/v1/suites', { preHandler: guard('read'), schema: { summary: 'The suites', tags } }, async () => ({
    suites: [...suites.values()].map(({ suite }) => ({ name: suite.name, unit: suite.unit })),
  }));

  app.get<{ Params: { suite: string }; Querystring: Record<string, string> }>(
    '/v1/suites/:suite/board',
    {
      preHandler: guard('read'),
      schema: { summary: 'The board: a line a unit', tags, params: suiteParams, querystring: boardQuery },
    },
    async ({ params, query }) => {
      const { suite, registry } = served(params.suite);
      const now = Date.now();
      const rows = (await registry.units(suite.name)).map((record) => boardRow(record, now));
      return boardPage(rows, readQuery(query));
    },
  );

  app.get<{ Params: UnitParams }>(
    '/v1/suites/:suite/units/:id',
    {
      preHandler: guard('read'),
      schema: {
        summary: 'One unit: versions, moves, scores, and the model in use',
        tags,
        params: unitParams,
      },
    },
    async ({ params }) => {
      const it = served(params.suite);
      const record = await recordOf(it, params.id);
      const model = await it.shelf.find(record.id);
      return {
        record,
        board: boardRow(record, Date.now()),
        ...(model === undefined ? {} : { model: modelCard(model) }),
      };
    },
  );

  app.post<{ Params: UnitParams; Body: PredictionRequest }>(
    '/v1/suites/:suite/units/:id/predict',
    {
      preHandler: guard('predict'),
      schema: {
        summary: 'Predictions of the model in use of a unit',
        tags: ['predictions'],
        params: unitParams,
        body: predictionRequestSchema,
        response: { 200: predictionAnswerSchema },
      },
    },
    async ({ params, body }) => answer(await found(served(params.suite).shelf, params.id), body, predicting),
  );

  app.post<{ Params: { suite: string }; Body: PredictionRequest & { unit: UnitRecord['unit'] } }>(
    '/v1/suites/:suite/predict',
    {
      preHandler: guard('predict'),
      schema: {
        summary: 'The same, the unit told by its columns',
        tags: ['predictions'],
        params: suiteParams,
        body: {
          ...predictionRequestSchema,
          properties: { ...predictionRequestSchema.properties, unit: unitKey },
          required: ['unit'],
        },
        response: { 200: predictionAnswerSchema },
      },
    },
    async ({ params, body: { unit, ...body } }) =>
      answer(await found(served(params.suite).shelf, unitId(unit)), body, predicting),
  );

  if (isReadOnly) return;
  const moved = async (
    { suite, id }: UnitParams,
    to: (record: UnitRecord) => string,
    because: string,
  ): Promise<ReturnType<typeof boardRow>> => {
    const it = served(suite);
    await recordOf(it, id);
    const record = await it.registry.update(it.suite.name, id, (before) => {
      if (before === undefined) throw new HttpError(404, 'no_unit', `there is no unit ${id}`);
      const move = { at: new Date().toISOString(), because };
      return withAlias(withAlias(before, 'champion', to(before), move), 'candidate', undefined, move);
    });
    return boardRow(record, Date.now());
  };
  app.post<{ Params: UnitParams; Body: { version?: string } }>(
    '/v1/suites/:suite/units/:id/promote',
    {
      preHandler: guard('write'),
      schema: {
        summary: 'Take a version into use: the candidate, or the one named',
        tags,
        params: unitParams,
        body: {
          type: 'object',
          additionalProperties: false,
          properties: { version: { type: 'string', maxLength: 64, description: 'v3, a hash, or candidate' } },
        },
      },
    },
    async ({ params, body }) =>
      moved(params, (record) => versionOf(record, body.version ?? 'candidate').hash, 'promoted over HTTP'),
  );
  app.post<{ Params: UnitParams }>(
    '/v1/suites/:suite/units/:id/rollback',
    {
      preHandler: guard('write'),
      schema: { summary: 'Go back to the champion before', tags, params: unitParams },
    },
    async ({ params }) =>
      moved(
        params,
        (record) => {
          const former = formerChampion(record);
          if (former === undefined)
            throw new HttpError(409, 'no_former', 'there is no earlier champion to go back to');
          return former.hash;
        },
        'rolled back over HTTP',
      ),
  );
}

async function recordOf({ suite, registry }: ServedSuite, id: string): Promise<UnitRecord> {
  const record = await registry.unit(suite.name, id);
  if (record === undefined)
    throw new HttpError(404, 'no_unit', `there is no unit ${JSON.stringify(id)} in ${suite.name}`);
  return record;
}

function readQuery({ descending, offset, limit, ...rest }: Record<string, string>): BoardQuery {
  return {
    ...rest,
    ...(descending === undefined ? {} : { descending: descending === 'true' }),
    ...(offset === undefined ? {} : { offset: Number(offset) }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}
