/** The studio and the board in a browser, from the same place as the API they ask. */
import type { FastifyInstance } from 'fastify';
import { serveStudio } from '../studio/staticFiles.ts';

const prefix = '/studio';

/** Adds /studio/. @param folder the built page */
export function addStudioRoutes(app: FastifyInstance, folder: string): void {
  const files = serveStudio(folder, prefix);
  const schema = { hide: true };
  app.get(prefix, { schema }, async (_request, reply) => reply.redirect(`${prefix}/board.html`));
  app.get(`${prefix}/*`, { schema }, async (request, reply) => {
    reply.hijack();
    await files(request.raw, reply.raw);
  });
}
