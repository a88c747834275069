import type { operations as Shapes } from './schema.d.ts';
import { operation, type Operation } from './operations.ts';
import type { Problem } from './problem.ts';
import { problemOf, unanswered } from './problem.ts';

export type OperationId = keyof Shapes & string;

type ParametersOf<Id extends OperationId> = Shapes[Id]['parameters'];
type Json<R> = R extends { content: { 'application/json': infer T } } ? T : never;

/** What an operation answers when it succeeds. */
export type Reply<Id extends OperationId> = Json<
  Shapes[Id]['responses'][keyof Shapes[Id]['responses'] & (200 | 201 | 202)]
>;
type BodyOf<Id extends OperationId> = Shapes[Id] extends {
  requestBody: { content: { 'application/json': infer T } };
}
  ? T
  : unknown;

/** What an operation is asked with. `key` names an act so that repeating it does it once. */
export interface Input<Id extends OperationId> {
  readonly path?: ParametersOf<Id> extends { path: infer P } ? P : undefined;
  readonly query?: ParametersOf<Id> extends { query?: infer Q } ? Q : undefined;
  readonly body?: BodyOf<Id>;
  readonly form?: FormData;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** Asked for when the session is over, or a payment wants the password again; settles when it was given. */
type Doorkeeper = (need: 'login' | 'confirmation') => Promise<void>;
let doorkeeper: Doorkeeper = () => Promise.reject(unanswered());
export const setDoorkeeper = (keeper: Doorkeeper): void => {
  doorkeeper = keeper;
};

const BASE = '/api/v1';
const WAITS_MS = [400, 1200, 3000];
const PASSING = new Set([502, 503, 504]);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const newKey = (): string => crypto.randomUUID();

/** The address of an operation, for links that download. */
export function addressOf(id: OperationId, path: object = {}, query: object = {}): string {
  const filled = operation(id).path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((path as Record<string, unknown>)[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${filled}${text ? `?${text}` : ''}`;
}

function request(one: Operation, input: Input<OperationId>): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (one.keyed) headers['idempotency-key'] = input.key ?? newKey();
  const init: RequestInit = { method: one.method.toUpperCase(), headers, credentials: 'same-origin' };
  if (input.signal) init.signal = input.signal;
  if (input.form) init.body = input.form;
  else if (one.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(input.body ?? {});
  }
  return init;
}

/** Only what may be repeated is repeated: reading, and acts that carry a key. */
async function send(url: string, init: RequestInit, repeatable: boolean): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const wait = repeatable ? WAITS_MS[attempt] : undefined;
    try {
      const reply = await fetch(url, init);
      if (wait === undefined || !PASSING.has(reply.status)) return reply;
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (wait === undefined) throw unanswered();
    }
    await pause(wait);
  }
}

const needOf = (problem: Problem): 'login' | 'confirmation' | null => {
  if (problem.code === 'session.required') return 'login';
  return problem.code === 'session.confirmation-required' ? 'confirmation' : null;
};

/**
 * Carries out an operation of the API by its name in docs/openapi.json. When the session is over the person
 * gives the password in place and the same call goes on under the same key: nothing typed is lost.
 */
export async function call<Id extends OperationId>(id: Id, input: Input<Id> = {}): Promise<Reply<Id>> {
  const one = operation(id);
  const url = addressOf(id, { ...(input.path as object) }, { ...(input.query as object) });
  const init = request(one, input);
  for (;;) {
    const reply = await send(url, init, one.method === 'get' || one.keyed);
    if (reply.ok) return (reply.status === 204 ? undefined : await reply.json()) as Reply<Id>;
    const problem = await problemOf(reply);
    const need = needOf(problem);
    if (!need) throw problem;
    await doorkeeper(need);
  }
}
