/** The HTTP service: predictions, boards and refreshes over one or more suites, or over a folder of saved models. */
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { version } from '../cli/version.ts';
import { guardOf } from './access.ts';
import type { KeyRing } from './apiKeys.ts';
import { docsPage } from './docsPage.ts';
import { answerOf, HttpError } from './httpError.ts';
import { addJobRoutes } from './jobRoutes.ts';
import { Jobs, type RunRefresh } from './jobs.ts';
import { metrics } from './metrics.ts';
import { addModelRoutes } from './modelRoutes.ts';
import type { Shelf } from './shelf.ts';
import { addStudioRoutes } from './studioRoutes.ts';
import { addSuiteRoutes, type ServedSuite } from './suiteRoutes.ts';

export interface ServiceOptions {
  /** Saved models of a folder. */
  readonly models?: Shelf;
  /** Suites by name. */
  readonly suites?: ReadonlyMap<string, ServedSuite>;
  /** How a refresh is done; without it the service only reads. */
  readonly refresh?: RunRefresh;
  /** Without it everybody may do everything. */
  readonly keys?: KeyRing;
  /** Folder of the studio's page, served at /studio/. */
  readonly studio?: string;
  readonly openModels: () => number;
  /** Requests a minute of one key or address; 0 for no limit. */
  readonly rate: number;
  readonly bodyBytes: number;
  /** Rows of one prediction. */
  readonly mostRows: number;
  /** Where structured logs go, a JSON line each; nowhere when left out. */
  readonly log?: { write(line: string): void };
}

/** The service, not listening yet. */
export async function createService(options: ServiceOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.log === undefined ? false : { level: 'info', stream: options.log },
    bodyLimit: options.bodyBytes,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    // A number written as text is a mistake of the client's, and so is a field that nobody knows.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
  });
  const counted = metrics(options.openModels);
  const guard = guardOf(options.keys);
  const suites = options.suites ?? new Map<string, ServedSuite>();
  const jobs = options.refresh === undefined ? undefined : new Jobs(options.refresh);

  app.setErrorHandler((error, request, reply) => {
    const { status, body } = answerOf(error);
    if (status >= 500) request.log.error(error);
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(({ method, url }) => {
    throw new HttpError(
      404,
      'no_route',
      `${method} ${url.slice(0, 200)} is not part of the service; see /docs`,
    );
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    };
    counted.seconds.observe(labels, reply.elapsedTime / 1000);
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff');
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'posterity', description: 'Bayesian models as a service', version },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
  });
  if (options.rate > 0) {
    await app.register(rateLimit, {
      max: options.rate,
      timeWindow: '1 minute',
      keyGenerator: ({ headers, ip }) => headers.authorization ?? ip,
      errorResponseBuilder: (_request, { after }) =>
        new HttpError(429, 'rate', `too many requests; try again in ${after}`),
    });
  }
  // Routes in a plugin, so that the API's description, registered before, sees them.
  await app.register(async (routes) => {
    const predicting = { guard, metrics: counted, mostRows: options.mostRows };
    addServiceRoutes(routes, options, suites, counted, guard);
    if (options.studio !== undefined) addStudioRoutes(routes, options.studio);
    if (options.models !== undefined) addModelRoutes(routes, options.models, predicting);
    if (suites.size > 0) addSuiteRoutes(routes, suites, predicting, jobs === undefined);
    if (jobs !== undefined) addJobRoutes(routes, jobs, [...suites.keys()], guard);
  });
  app.addHook('preClose', async () => jobs?.close());
  await app.ready();
  return app;
}

function addServiceRoutes(
  app: FastifyInstance,
  { models }: ServiceOptions,
  suites: ReadonlyMap<string, ServedSuite>,
  counted: ReturnType<typeof metrics>,
  guard: ReturnType<typeof guardOf>,
): void {
  const tags = ['service'];
  app.get('/health', { schema: { summary: 'Alive', tags, security: [] } }, async () => ({
    status: 'alive',
    version,
  }));
  app.get('/ready', { schema: { summary: 'Models can be reached', tags, security: [] } }, async () => {
    try {
      await models?.check();
      for (const { shelf } of suites.values()) await shelf.check();
    } catch {
      throw new HttpError(503, 'not_ready', 'the registry cannot be reached');
    }
    return { status: 'ready' };
  });
  app.get(
    '/metrics',
    { preHandler: guard('read'), schema: { summary: 'Counts in Prometheus’ form', tags } },
    async (_request, reply) => {
      reply.type(counted.contentType);
      return counted.text();
    },
  );
  app.get('/openapi.json', { schema: { summary: 'This API, OpenAPI 3.1', tags, security: [] } }, async () =>
    app.swagger(),
  );
  app.get(
    '/docs',
    { schema: { summary: 'This API, to read', tags, security: [] } },
    async (_request, reply) => {
      reply.type('text/html; charset=utf-8');
      reply.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
      const document = JSON.parse(JSON.stringify(app.swagger()));
      return docsPage('posterity API', document.paths);
    },
  );
}
