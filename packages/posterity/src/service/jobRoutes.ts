/** Refresh jobs: start, look, follow as server-sent events, stop. */
import type { FastifyInstance } from 'fastify';
import type { Guard } from './access.ts';
import { HttpError } from './httpError.ts';
import type { Jobs } from './jobs.ts';

const idParams = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const;

/** Adds /v1/jobs, and the start of a refresh. */
export function addJobRoutes(
  app: FastifyInstance,
  jobs: Jobs,
  suites: readonly string[],
  guard: Guard,
): void {
  const tags = ['refresh'];
  app.post<{ Params: { suite: string }; Body: { only?: Record<string, string> } }>(
    '/v1/suites/:suite/refresh',
    {
      preHandler: guard('write'),
      schema: {
        summary: 'Fit what has changed; answers at once with a job',
        tags,
        params: { type: 'object', properties: { suite: { type: 'string' } }, required: ['suite'] },
        body: {
          type: 'object',
          additionalProperties: false,
          properties: { only: { type: 'object', additionalProperties: { type: 'string' } } },
        },
      },
    },
    async ({ params, body }, reply) => {
      if (!suites.includes(params.suite))
        throw new HttpError(404, 'no_suite', `there is no suite ${JSON.stringify(params.suite)}`);
      reply.code(202);
      return jobs.start(params.suite, body.only ?? {});
    },
  );
  app.get(
    '/v1/jobs',
    { preHandler: guard('read'), schema: { summary: 'Jobs, the newest first', tags } },
    async () => ({
      jobs: jobs.list(),
    }),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/jobs/:id',
    { preHandler: guard('read'), schema: { summary: 'One job', tags, params: idParams } },
    async ({ params }) => jobs.get(params.id),
  );
  app.delete<{ Params: { id: string } }>(
    '/v1/jobs/:id',
    {
      preHandler: guard('write'),
      schema: { summary: 'Stop a job; what it finished is kept', tags, params: idParams },
    },
    async ({ params }) => jobs.stop(params.id),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/jobs/:id/events',
    {
      preHandler: guard('read'),
      schema: { summary: 'Progress as server-sent events: unit …, then end', tags, params: idParams },
    },
    async ({ params }, reply) => {
      jobs.get(params.id);
      const left = new AbortController();
      reply.hijack();
      reply.raw.on('close', () => left.abort());
      reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      await jobs.follow(params.id, left.signal, ({ kind, data }) => {
        reply.raw.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
      });
      reply.raw.end();
    },
  );
}
