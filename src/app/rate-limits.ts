import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { sha256 } from '../platform/crypto.ts';
import { TooManyRequests } from './too-many-requests.ts';

const addressOf = (request: Request): string => request.ip ?? 'unknown';

/** Counts against `key`; throws {@link TooManyRequests} when it is used up. */
async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooManyRequests(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}

/** Ten failed logins per address and user name in a quarter of an hour; a successful one wipes the slate. */
export function limitLogins(): RequestHandler {
  const limiter = new RateLimiterMemory({ points: 10, duration: 900 });
  return async (request, response, next) => {
    const body = request.body as { username?: unknown } | undefined;
    const typed = typeof body?.username === 'string' ? body.username : '';
    const key = sha256(`${addressOf(request)} ${typed}`);
    await consume(limiter, key);
    response.once('finish', () => {
      if (response.statusCode === 201) void limiter.delete(key);
    });
    next();
  };
}

/** At most `points` requests a minute and address. */
export function limitByAddress(points: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (request, _response, next) => {
    await consume(limiter, addressOf(request));
    next();
  };
}
