import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeyRing, Scope } from './apiKeys.ts';
import { HttpError } from './httpError.ts';

/** Checks that a request may do what a route does. */
export type Guard = (scope: Scope) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Without keys everybody may do everything: only for a service that nobody else can reach. */
export function guardOf(keys: KeyRing | undefined): Guard {
  return (scope) => async (request, reply) => {
    if (keys === undefined) return;
    const secret = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (secret === undefined) {
      reply.header('WWW-Authenticate', 'Bearer');
      throw new HttpError(401, 'no_key', 'send an API key: Authorization: Bearer pk_…');
    }
    const key = await keys.find(secret);
    if (key === undefined) throw new HttpError(401, 'unknown_key', 'this API key is not known');
    if (!key.scopes.includes(scope))
      throw new HttpError(
        403,
        'scope',
        `the key ${key.name} lacks the scope "${scope}" (it has: ${key.scopes.join(', ')})`,
      );
  };
}
