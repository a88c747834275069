import type { Request, RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';
import { forbidden, missing, unauthenticated } from '../../kernel/failure.ts';
import type { PlainDate } from '../../kernel/date.ts';
import type { Actor, Context } from '../context.ts';
import type { Cipher } from '../crypto.ts';
import type { FontSet } from '../pdf/pdf.ts';
import type { Database } from '../database-pools.ts';
import { inTransaction, setScope, type Tx } from '../db.ts';
import { findReplay, rememberReply, type Replay } from '../idempotency.ts';
import type { Storage } from '../storage.ts';
import { FileReply, sendFile } from './file-reply.ts';
import { shapeFailure } from './problem.ts';
import { replyText } from './reply.ts';
import { readToken, Refusal, SessionReply, setSessionCookie } from './session-reply.ts';
import { keyedRequest } from './keyed-request.ts';
import { requestIdOf } from './request-context.ts';
import { receiveUpload, type Upload } from './upload.ts';

/** `public`: nobody need be logged in; `session`: any logged-in person; else the name of a permission. */
export type Access = 'public' | 'session' | `${string}.${string}`;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface EndpointInput<P, Q, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  /** Present when the endpoint declares `uploadBytes`. */
  readonly upload: Upload | null;
  /** What `prepare` made of the upload before the transaction began. */
  readonly prepared: unknown;
  /** The bearer token or session cookie, for the few endpoints that end or confirm a session. */
  readonly token: string | null;
}

export interface Endpoint<P = unknown, Q = unknown, B = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Express path below /api/v1. */
  readonly path: string;
  /** Name of the operation in the OpenAPI document. */
  readonly operation: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Accepts one multipart file of at most this many bytes; `body` then describes the form's fields. */
  readonly uploadBytes?: number;
  /** Reads the received file before the transaction begins: no file work happens inside one. */
  readonly prepare?: (upload: Upload) => Promise<unknown>;
  /** Shape of the reply's JSON, or the media type of a file. */
  readonly reply: z.ZodType | string;
  readonly status?: 200 | 201 | 202;
  /** POST needs an Idempotency-Key unless this is false. */
  readonly idempotent?: boolean;
  /** Money leaves here: only at the hands of a person who has just given the password again. */
  readonly freshSession?: boolean;
  readonly act: (tx: Tx, context: Context, input: EndpointInput<P, Q, B>) => Promise<unknown>;
}

/** Declares an endpoint: method, path, permission, shapes, action. */
export function defineEndpoint<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(endpoint: Endpoint<P, Q, B>): Endpoint {
  return endpoint;
}

export interface Presence {
  readonly actor: Actor;
  readonly today: PlainDate;
}

export interface EndpointServices {
  readonly database: Database;
  readonly cipher: Cipher;
  readonly storage: Storage;
  readonly publicUrl: string;
  readonly fonts: () => FontSet;
  /** Who is behind a token, and the business day; null actor when the token is worth nothing. */
  readonly authenticate: (tx: Tx, token: string | null) => Promise<{ actor: Actor | null; today: PlainDate }>;
  /** Refuses unless the password behind the session was given a short while ago. */
  readonly requireFreshSession: (tx: Tx, token: string | null) => Promise<void>;
  /** Cookies travel over TLS only. */
  readonly secureCookies: boolean;
}

export function mountEndpoints(
  router: Router,
  endpoints: readonly Endpoint[],
  services: EndpointServices,
): void {
  for (const endpoint of endpoints) router[endpoint.method](endpoint.path, handlerOf(endpoint, services));
}

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
  /** Present when the reply opens or ends a session of a browser. */
  readonly session?: SessionReply;
}

function handlerOf(endpoint: Endpoint, services: EndpointServices): RequestHandler {
  return async (request, response) => {
    const token = readToken(request);
    const upload = endpoint.uploadBytes ? await receiveAuthorised(endpoint, services, request, token) : null;
    try {
      const prepared = upload && endpoint.prepare ? await endpoint.prepare(upload) : null;
      const outcome = await inTransaction(services.database.app, async (tx) =>
        perform(tx, { endpoint, services, request, token, upload, prepared }),
      );
      // thrown after the commit: what the refused attempt wrote stays
      if (outcome instanceof Refusal) throw outcome.failure;
      if ('session' in outcome) setSessionCookie(response, outcome.session, services.secureCookies);
      await send(response, outcome);
    } finally {
      await upload?.discard();
    }
  };
}

interface Call {
  readonly endpoint: Endpoint;
  readonly services: EndpointServices;
  readonly request: Request;
  readonly token: string | null;
  readonly upload: Upload | null;
  readonly prepared: unknown;
}

async function perform(tx: Tx, call: Call): Promise<Outcome | FileReply | Refusal> {
  const { endpoint, services, request } = call;
  const { actor, today } = await admit(tx, endpoint, services, call.token);
  const input = parseInput(endpoint, request, call);
  if (actor.accountId !== null) await setScope(tx, actor.scope);
  const requestId = requestIdOf(request);
  const { cipher, storage, publicUrl, fonts } = services;
  const context: Context = { requestId, today, actor, cipher, storage, publicUrl, fonts };
  const keyed = needsKey(endpoint) ? keyedRequest(request, actor, call.upload) : null;
  const replay = keyed ? await findReplay(tx, keyed) : null;
  if (replay) return { status: replay.status, text: replay.reply, replayed: true };
  if (endpoint.freshSession) await services.requireFreshSession(tx, call.token);
  const result = await endpoint.act(tx, context, input);
  if (result instanceof FileReply || result instanceof Refusal) return result;
  if (result instanceof SessionReply) {
    const text = replyText(endpoint.reply, result.body);
    return { status: endpoint.status ?? 200, text, replayed: false, session: result };
  }
  const fresh: Replay = { status: endpoint.status ?? 200, reply: replyText(endpoint.reply, result) };
  if (keyed) await rememberReply(tx, keyed, fresh);
  return { status: fresh.status, text: fresh.reply, replayed: false };
}

const NOBODY: Actor = {
  accountId: null,
  personId: null,
  personName: '',
  role: 'public',
  organisationId: null,
  permissions: new Set(),
  scope: { counties: [], bank: null, enterprise: null, township: null },
};

async function admit(
  tx: Tx,
  endpoint: Endpoint,
  services: EndpointServices,
  token: string | null,
): Promise<Presence> {
  const { actor, today } = await services.authenticate(tx, token);
  if (endpoint.access === 'public') return { actor: actor ?? NOBODY, today };
  if (!actor) throw unauthenticated({ code: 'session.required', detail: '请先登录；登录可能已过期。' });
  if (endpoint.access !== 'session' && !actor.permissions.has(endpoint.access)) {
    throw forbidden({
      code: 'permission.missing',
      detail: '您的岗位不能办理此事，请联系有权限的同事或管理员。',
      facts: { permission: endpoint.access },
    });
  }
  return { actor, today };
}

/** A stranger's bytes are not received: the upload starts after the person is known and permitted. */
async function receiveAuthorised(
  endpoint: Endpoint,
  services: EndpointServices,
  request: Request,
  token: string | null,
): Promise<Upload> {
  await inTransaction(services.database.app, (tx) => admit(tx, endpoint, services, token));
  return receiveUpload(request, endpoint.uploadBytes ?? 0);
}

function parseInput(endpoint: Endpoint, request: Request, call: Call): EndpointInput<never, never, never> {
  const params = endpoint.params as z.ZodType | undefined;
  const parsedParams = params?.safeParse(request.params);
  // an id that cannot exist is answered like one that does not
  if (parsedParams && !parsedParams.success)
    throw missing({ code: 'request.not-found', detail: '没有找到所查的内容。' });
  return {
    params: parsedParams?.data as never,
    query: parseShape(endpoint.query, request.query, '') as never,
    body: parseShape(endpoint.body, call.upload ? call.upload.fields : request.body, '') as never,
    upload: call.upload,
    prepared: call.prepared,
    token: call.token,
  };
}

function parseShape(shape: unknown, value: unknown, prefix: string): unknown {
  if (!shape) return undefined;
  const parsed = (shape as z.ZodType).safeParse(value ?? {});
  if (!parsed.success) throw shapeFailure(parsed.error, prefix);
  return parsed.data;
}

/** POST creates or pays: done twice it must do the same once. */
const needsKey = (endpoint: Endpoint): boolean => endpoint.method === 'post' && endpoint.idempotent !== false;

async function send(response: Response, outcome: Outcome | FileReply): Promise<void> {
  if (outcome instanceof FileReply) {
    await sendFile(response, outcome);
    return;
  }
  if (outcome.replayed) response.setHeader('idempotent-replayed', 'true');
  response.status(outcome.status).type('application/json').send(outcome.text);
}
