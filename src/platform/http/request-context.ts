import type { Request, RequestHandler } from 'express';
import { randomUUID } from 'node:crypto';

const ids = new WeakMap<Request, string>();

/**
 * Gives every request an id: the caller's own when it is well-formed, else a new one; echoed in the reply.
 */
export const assignRequestId: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  ids.set(request, id);
  response.setHeader('x-request-id', id);
  next();
};

export function requestIdOf(request: Request): string {
  return ids.get(request) ?? 'unassigned';
}
