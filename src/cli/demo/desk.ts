import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD } from './cast.ts';

/** What the API answered: status and JSON. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A refusal as problem+json carries it. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly request_id: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** One person logged in at the API: the demonstration does only what a person could do. */
export interface Desk {
  get<T>(path: string): Promise<T>;
  /** Posts and expects success. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** Posts and expects a refusal; answers it. */
  refused(path: string, body: unknown): Promise<Refusal>;
  upload<T>(path: string, file: string, fields?: Readonly<Record<string, string>>): Promise<T>;
  download(path: string): Promise<Buffer>;
  /** Enters the password again, as payments ask for. */
  confirm(): Promise<void>;
}

export async function sitDown(url: string, username: string): Promise<Desk> {
  const opened = await call<{ token: string }>(url, 'POST', '/sessions', {
    body: { username, password: DEMO_PASSWORD },
  });
  const token = expectDone('/sessions', opened).token;
  const send = <T>(method: string, path: string, content: Content = {}): Promise<Answer<T>> =>
    call<T>(url, method, path, { ...content, token });
  return {
    get: async <T>(path: string) => expectDone(path, await send<T>('GET', path)),
    post: async <T>(path: string, body: unknown) => expectDone(path, await send<T>('POST', path, { body })),
    refused: async (path, body) => {
      const answer = await send<Refusal>('POST', path, { body });
      if (answer.status < 400 || answer.status >= 500)
        throw new Error(`${path} was not refused: ${answer.status}`);
      return answer.body;
    },
    upload: async <T>(path: string, file: string, fields: Readonly<Record<string, string>> = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([new Uint8Array(await readFile(file))]), basename(file));
      return expectDone(path, await send<T>('POST', path, { form }));
    },
    download: async (path) => {
      const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return Buffer.from(await response.arrayBuffer());
    },
    confirm: async () => {
      expectDone(
        'confirmations',
        await send('POST', '/session/confirmations', { body: { password: DEMO_PASSWORD } }),
      );
    },
  };
}

interface Content {
  readonly body?: unknown;
  readonly form?: FormData;
  readonly token?: string;
}

async function call<T>(url: string, method: string, path: string, content: Content): Promise<Answer<T>> {
  const headers: Record<string, string> = {};
  if (content.token) headers['authorization'] = `Bearer ${content.token}`;
  if (method === 'POST') headers['idempotency-key'] = randomUUID();
  if (content.body !== undefined) headers['content-type'] = 'application/json';
  const body = content.form ?? (content.body === undefined ? undefined : JSON.stringify(content.body));
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

function expectDone<T>(path: string, answer: Answer<T>): T {
  if (answer.status < 400) return answer.body;
  const problem = answer.body as unknown as Refusal;
  throw new Error(
    `${path}: ${answer.status} ${problem.code} ${problem.detail} ${JSON.stringify(problem.errors)}`,
  );
}

const PATIENCE_MS = 60_000;
const GLANCE_MS = 60;

/** Looks until something is there: work done by the workers shows when it shows. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await delay(GLANCE_MS);
  }
}
