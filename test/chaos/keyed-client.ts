import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD } from '../../src/cli/demo/cast.ts';

export interface Heard {
  readonly status: number;
  readonly text: string;
}

export interface KeyedRequest {
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

const ANSWER_WITHIN_MS = 20_000;
const GIVE_UP_MS = 120_000;
const CREATED = 201;

/** A client that shows every answer it hears, unlike a patient desk, which shows the last one only. */
export class KeyedClient {
  private readonly urls: readonly string[];
  private readonly token: string;

  private constructor(urls: readonly string[], token: string) {
    this.urls = urls;
    this.token = token;
  }

  static async logIn(urls: readonly string[], username: string): Promise<KeyedClient> {
    for (const deadline = performance.now() + GIVE_UP_MS; performance.now() < deadline; await delay(200)) {
      const heard = await new KeyedClient(urls, '').send({
        ...{ path: '/sessions', body: { username, password: DEMO_PASSWORD } },
        key: crypto.randomUUID(),
      });
      if (heard?.status === CREATED)
        return new KeyedClient(urls, (JSON.parse(heard.text) as { token: string }).token);
    }
    throw new Error(`${username} cannot log in`);
  }

  /**
   * One send to one of the servers; null when there was no answer, as when the socket is cut after a time.
   */
  async send({ path, body, key }: KeyedRequest, turn = 0, cutAfterMs?: number): Promise<Heard | null> {
    try {
      const response = await fetch(`${this.urls[turn % this.urls.length]}/api/v1${path}`, {
        method: 'POST',
        headers: {
          ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
          ...{ 'content-type': 'application/json', 'idempotency-key': key },
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(cutAfterMs ?? ANSWER_WITHIN_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  /** Asks again under the same key until there is an answer; tells of each that was none. */
  async sendUntilAnswered(request: KeyedRequest, passed: (heard: Heard | null) => void): Promise<Heard> {
    const deadline = performance.now() + GIVE_UP_MS;
    for (let turn = 0; ; turn += 1) {
      const heard = await this.send(request, turn);
      if (heard && isAnswer(heard)) return heard;
      passed(heard);
      if (performance.now() > deadline) throw new Error(`${request.path}: no answer, last ${heard?.status}`);
      await delay(Math.min(400, 30 * (turn + 1)));
    }
  }
}

/** Another send under the same key is being worked on: not the answer yet. */
export const isInFlight = ({ status, text }: Heard): boolean =>
  status === 409 && text.includes('idempotency.in-flight');

export const isAnswer = (heard: Heard): boolean => heard.status < 500 && !isInFlight(heard);
