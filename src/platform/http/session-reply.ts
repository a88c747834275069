import type { Request, Response } from 'express';
import type { Failure } from '../../kernel/failure.ts';

export const SESSION_COOKIE = 'sifang_session';

/** A refusal whose traces are kept: the transaction commits, then the failure is answered. */
export class Refusal {
  readonly failure: Failure;
  constructor(failure: Failure) {
    this.failure = failure;
  }
}

/** A reply that opens a session in the caller's browser, or ends it when `token` is null. */
export class SessionReply {
  readonly body: unknown;
  readonly token: string | null;
  readonly seconds: number;
  constructor(body: unknown, token: string | null, seconds: number) {
    this.body = body;
    this.token = token;
    this.seconds = seconds;
  }
}

export function setSessionCookie(response: Response, reply: SessionReply | undefined, secure: boolean): void {
  if (!reply) return;
  const options = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  if (reply.token === null) response.clearCookie(SESSION_COOKIE, options);
  else response.cookie(SESSION_COOKIE, reply.token, { ...options, maxAge: reply.seconds * 1000 });
}

/** The bearer token of the request, or that of the session cookie. */
export function readToken(request: Request): string | null {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const ours = cookies
    .find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
  return ours !== undefined && /^[\w-]{20,100}$/.test(ours) ? ours : null;
}
