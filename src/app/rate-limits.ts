import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { sendProblem } from '../platform/http/problem.ts';
import { requestIdOf } from '../platform/http/request-context.ts';
import { sha256 } from '../platform/crypto.ts';

const addressOf = (request: Request): string => request.ip ?? 'unknown';

function answerTooMany(request: Request, response: Response, seconds: number): void {
  response.setHeader('retry-after', String(seconds));
  const detail = `请求过于频繁，请在 ${seconds} 秒后再试。`;
  sendProblem(response, requestIdOf(request), { status: 429, code: 'request.too-many', detail });
}

/** Counts against `key`; answers 429 and returns false when it is used up. */
async function consume(
  limiter: RateLimiterMemory,
  key: string,
  [request, response]: readonly [Request, Response],
): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    answerTooMany(request, response, Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    return false;
  }
}

/** Ten failed logins per address and user name in a quarter of an hour; a successful one wipes the slate. */
export function limitLogins(): RequestHandler {
  const limiter = new RateLimiterMemory({ points: 10, duration: 900 });
  return async (request, response, next) => {
    const body = request.body as { username?: unknown } | undefined;
    const typed = typeof body?.username === 'string' ? body.username : '';
    const key = sha256(`${addressOf(request)} ${typed}`);
    if (!(await consume(limiter, key, [request, response]))) return;
    response.once('finish', () => {
      if (response.statusCode === 201) void limiter.delete(key);
    });
    next();
  };
}

/** At most `points` requests a minute and address. */
export function limitByAddress(points: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (request, response, next) => {
    if (await consume(limiter, addressOf(request), [request, response])) next();
  };
}
