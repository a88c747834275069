import type { Request, RequestHandler } from 'express';
import { performance } from 'node:perf_hooks';
import type { Log } from '../platform/log.ts';
import { requestIdOf } from '../platform/http/request-context.ts';

/** What may be known of a finished request. */
export interface FinishedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** The declared route, never the address that was typed: addresses may carry what must not be logged. */
function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? `${request.baseUrl}${route.path}` : 'none';
}

/** Calls `finished` once a request is answered or given up. */
export function watchRequests(finished: (facts: FinishedRequest) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const facts = { requestId: requestIdOf(request), method: request.method, route: routeOf(request) };
      finished({ ...facts, status: response.statusCode, seconds: (performance.now() - began) * 1e-3 });
    });
    next();
  };
}

/** One line a request: no headers, no query, no body, no address. */
export function logRequest(log: Log, facts: FinishedRequest): void {
  const { requestId, method, route, status, seconds } = facts;
  log.info({ request_id: requestId, method, route, status, ms: Math.round(seconds * 1e3) }, 'request');
}
