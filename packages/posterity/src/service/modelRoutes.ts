/** Models of a folder: what there is, what each takes, and predictions. */
import type { FastifyInstance } from 'fastify';
import type { Guard } from './access.ts';
import { HttpError } from './httpError.ts';
import type { Metrics } from './metrics.ts';
import { modelCard } from './modelCard.ts';
import {
  type PredictionRequest,
  predictionAnswerSchema,
  predictionRequestSchema,
  predictions,
} from './predictions.ts';
import type { Shelf, ShelvedModel } from './shelf.ts';

export interface Predicting {
  readonly guard: Guard;
  readonly metrics: Metrics;
  readonly mostRows: number;
}

const nameParams = {
  type: 'object',
  properties: { name: { type: 'string' } },
  required: ['name'],
} as const;

/** Adds /v1/models. */
export function addModelRoutes(app: FastifyInstance, shelf: Shelf, predicting: Predicting): void {
  const preHandler = predicting.guard('predict');
  app.get(
    '/v1/models',
    { preHandler, schema: { summary: 'Names of the models', tags: ['models'] } },
    async () => ({
      models: await shelf.names(),
    }),
  );
  app.get<{ Params: { name: string } }>(
    '/v1/models/:name',
    {
      preHandler,
      schema: {
        summary: 'What a model takes, its parameters and verdict',
        tags: ['models'],
        params: nameParams,
      },
    },
    async ({ params }) => modelCard(await found(shelf, params.name)),
  );
  app.post<{ Params: { name: string }; Body: PredictionRequest }>(
    '/v1/models/:name/predict',
    {
      preHandler,
      schema: {
        summary: 'Interval, quantiles or draws for rows',
        tags: ['predictions'],
        params: nameParams,
        body: predictionRequestSchema,
        response: { 200: predictionAnswerSchema },
      },
    },
    async ({ params, body }) => answer(await found(shelf, params.name), body, predicting),
  );
}

/** @throws HttpError when there is no such model */
export async function found(shelf: Shelf, name: string): Promise<ShelvedModel> {
  const model = await shelf.find(name);
  if (model === undefined) throw new HttpError(404, 'no_model', `there is no model ${JSON.stringify(name)}`);
  return model;
}

/** Predictions with the model they came from. */
export function answer(
  { name, hash, model }: ShelvedModel,
  body: PredictionRequest,
  { metrics, mostRows }: Predicting,
) {
  const predicted = predictions(model, body, mostRows);
  metrics.predictedRows.inc(predicted.rows);
  return { model: { name, hash }, ...predicted };
}
