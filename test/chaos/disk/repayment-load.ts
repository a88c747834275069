import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Acknowledgements } from '../acknowledgements.ts';

/** What clients heard. */
export interface Heard {
  acknowledged: number;
  /** Answered 503 in the form that a person can read and a program can retry. */
  unavailable: number;
  /** No answer at all: the request was cut off. */
  cut: number;
  /** Anything else that should not be, told once each. */
  readonly wrong: Map<string, number>;
}

type Desk = 'officer' | 'reviewer';

export interface LoadOptions {
  readonly url: string;
  readonly tokens: Readonly<Record<Desk, string>>;
  readonly loans: readonly string[];
  readonly onDate: string;
  readonly acks: Acknowledgements;
  readonly lanes: number;
  readonly prefix: string;
  /** The control: a client that takes a 503 for done. */
  readonly believes503: boolean;
}

const FEN = 1n;
const YUAN = '0.01';
/** For the control, which takes a 503 for done: no receipt has this number. */
const BELIEVED = '0';
const PAUSE_MS = 150;

/**
 * Repayments of one fen each, entered and confirmed, each asked again under its key until it is answered;
 * stopped from outside.
 */
export class RepaymentLoad {
  readonly heard: Heard = { acknowledged: 0, unavailable: 0, cut: 0, wrong: new Map() };
  private readonly options: LoadOptions;
  private readonly lanes: Promise<void>[];
  private going = true;
  private number = 0;

  constructor(options: LoadOptions) {
    this.options = options;
    this.lanes = Array.from({ length: options.lanes }, (_unused, lane) => this.run(lane));
  }

  /** Begins nothing new; ends when everything begun has its answer. */
  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.lanes);
  }

  private async run(lane: number): Promise<void> {
    const { loans, acks, prefix, onDate } = this.options;
    while (this.going) {
      this.number += 1;
      const serial = `${prefix}-${lane}-${this.number}`;
      const loan = loans[this.number % loans.length] ?? '';
      const entry = { on_date: onDate, principal: YUAN, bank_serial: serial };
      const id = await this.untilDone('officer', `/loans/${loan}/repayments`, entry);
      if (id === null) continue;
      acks.add({ kind: 'receipt', ref: serial, fen: FEN });
      const stated = { count: 1, total: YUAN, receipt_ids: [id] };
      if ((await this.untilDone('reviewer', '/receipt-confirmations', stated)) === null) continue;
      acks.add({ kind: 'repayment', ref: serial, fen: FEN });
      this.heard.acknowledged += 1;
    }
  }

  /** The id of what was done; null when it was refused. */
  private async untilDone(desk: Desk, path: string, body: object): Promise<string | null> {
    const key = randomUUID();
    for (;;) {
      const answer = await this.send(desk, { path, body, key });
      if (typeof answer === 'object') return answer.id;
      if (answer === 'refused') return null;
      if (answer === 'unavailable' && this.options.believes503) return BELIEVED;
      await delay(PAUSE_MS);
    }
  }

  private async send(
    desk: Desk,
    { path, body, key }: { readonly path: string; readonly body: object; readonly key: string },
  ): Promise<{ readonly id: string } | 'unavailable' | 'cut' | 'refused'> {
    const { url, tokens } = this.options;
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tokens[desk]}`,
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      if (response.status === 201) return JSON.parse(text) as { id: string };
      if (response.status === 503 && isReadable(response, text)) {
        this.heard.unavailable += 1;
        return 'unavailable';
      }
      const what = `${response.status} ${text.slice(0, 160)}`.replace(/[0-9a-f-]{36}/g, '');
      this.heard.wrong.set(what, (this.heard.wrong.get(what) ?? 0) + 1);
      return response.status >= 500 ? 'cut' : 'refused';
    } catch {
      this.heard.cut += 1;
      return 'cut';
    }
  }
}

/** A sentence in Chinese, a code, and when to come again. */
function isReadable(response: Response, text: string): boolean {
  const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
  return (
    code === 'service.unavailable' &&
    typeof detail === 'string' &&
    /[\u4e00-\u9fff]/.test(detail) &&
    response.headers.get('retry-after') !== null
  );
}
