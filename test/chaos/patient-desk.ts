import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD } from '../../src/cli/demo/cast.ts';
import type { Desk, Refusal } from '../../src/cli/demo/desk.ts';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly bytes: Buffer;
}

interface Content {
  readonly json?: unknown;
  readonly form?: () => FormData;
  readonly key?: string;
}

/** The service said no, and would say so again. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(path: string, status: number, refusal: Refusal) {
    super(`${path}: ${status} ${refusal.code} ${refusal.detail}`);
    this.refusal = refusal;
  }
}

/** Two sends under one key were answered differently. */
export class DifferentAnswers extends Error {}

/** Requests of all desks whose answer is being waited for. */
export interface Traffic {
  waiting: number;
}

const PATIENCE_MS = 300_000;
const ANSWER_WITHIN_MS = 20_000;

/**
 * A client as a bank's system should be: an answer that did not arrive is asked for again under the same key,
 * at whichever server is up, until there is one.
 */
export class PatientDesk implements Desk {
  private token: string | null = null;
  private turn = 0;
  private readonly urls: readonly string[];
  private readonly username: string;
  private readonly traffic: Traffic;

  constructor(urls: readonly string[], username: string, traffic: Traffic = { waiting: 0 }) {
    this.urls = urls;
    this.username = username;
    this.traffic = traffic;
  }

  async get<T>(path: string): Promise<T> {
    return done<T>(path, await this.ask('GET', path));
  }

  async post<T>(path: string, json: unknown): Promise<T> {
    return done<T>(path, await this.ask('POST', path, { json, key: randomUUID() }));
  }

  /** Sends twice at once under one key; both must hear the same. */
  async postTwice<T>(path: string, json: unknown): Promise<T> {
    const content = { json, key: randomUUID() };
    const [first, second] = await Promise.all([
      this.ask('POST', path, content),
      this.ask('POST', path, content),
    ]);
    if (first.status < 400 && first.text !== second.text)
      throw new DifferentAnswers(`${path}: ${first.text}`);
    return done<T>(path, first);
  }

  async refused(path: string, json: unknown): Promise<Refusal> {
    const answer = await this.ask('POST', path, { json, key: randomUUID() });
    if (answer.status < 400) throw new Error(`${path} was not refused: ${answer.status}`);
    return JSON.parse(answer.text) as Refusal;
  }

  async upload<T>(path: string, file: string, fields: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.uploadBytes<T>(path, { name: basename(file), bytes: await readFile(file) }, fields);
  }

  async uploadBytes<T>(
    path: string,
    file: { readonly name: string; readonly bytes: Buffer },
    fields: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const form = (): FormData => {
      const made = new FormData();
      for (const [name, value] of Object.entries(fields)) made.set(name, value);
      made.set('file', new Blob([new Uint8Array(file.bytes)]), file.name);
      return made;
    };
    return done<T>(path, await this.ask('POST', path, { form, key: randomUUID() }));
  }

  async download(path: string): Promise<Buffer> {
    const answer = await this.ask('GET', path);
    if (answer.status >= 400) throw new Refused(path, answer.status, JSON.parse(answer.text) as Refusal);
    return answer.bytes;
  }

  async confirm(): Promise<void> {
    await this.post('/session/confirmations', { password: DEMO_PASSWORD });
  }

  private async ask(method: string, path: string, content: Content = {}): Promise<Answered> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.tryOnce(method, path, content);
      if (answer?.status === 401) this.token = null;
      else if (answer && !isPassing(answer)) return answer;
      if (performance.now() > deadline)
        throw new Error(`${method} ${path}: no answer, last ${answer?.status}`);
      this.turn += 1;
      await delay(Math.min(400, 30 * attempt));
    }
  }

  private async tryOnce(method: string, path: string, content: Content): Promise<Answered | null> {
    try {
      this.token ??= await this.logIn();
      return await this.send(method, path, content);
    } catch (error) {
      if (error instanceof Refused) throw error;
      return null;
    }
  }

  private async logIn(): Promise<string> {
    const credentials = { username: this.username, password: DEMO_PASSWORD };
    const answer = await this.send('POST', '/sessions', { json: credentials, key: randomUUID() });
    if (answer.status >= 500 || answer.status === 429) throw new Error(`not now: ${answer.status}`);
    return done<{ token: string }>('/sessions', answer).token;
  }

  private async send(method: string, path: string, content: Content): Promise<Answered> {
    const headers: Record<string, string> = {};
    if (this.token) headers['authorization'] = `Bearer ${this.token}`;
    if (content.key) headers['idempotency-key'] = content.key;
    if (content.json !== undefined) headers['content-type'] = 'application/json';
    const body = content.form?.() ?? (content.json === undefined ? undefined : JSON.stringify(content.json));
    this.traffic.waiting += 1;
    try {
      const response = await fetch(`${this.urls[this.turn % this.urls.length]}/api/v1${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body === undefined ? {} : { body }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { status: response.status, text: bytes.toString(), bytes };
    } finally {
      this.traffic.waiting -= 1;
    }
  }
}

/** The same question may be answered otherwise in a moment. */
const isPassing = ({ status, text }: Answered): boolean =>
  status >= 500 || status === 429 || (status === 409 && text.includes('idempotency.in-flight'));

function done<T>(path: string, answer: Answered): T {
  const body: unknown = JSON.parse(answer.text);
  if (answer.status >= 400) throw new Refused(path, answer.status, body as Refusal);
  return body as T;
}
