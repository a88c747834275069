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

export interface LoadOptions {
  readonly url: string;
  readonly token: string;
  readonly loans: readonly string[];
  readonly onDate: string;
  readonly acks: Acknowledgements;
  readonly lanes: number;
  readonly prefix: string;
  /** The control: a client that takes a 503 for done. */
  readonly believes503: boolean;
}

const FEN = 1n;
const PAUSE_MS = 150;

/** Repayments of one fen each, asked again under their key until they are answered; stopped from outside. */
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
    const { loans, acks, prefix } = this.options;
    while (this.going) {
      this.number += 1;
      const serial = `${prefix}-${lane}-${this.number}`;
      const loan = loans[this.number % loans.length] ?? '';
      if (!(await this.untilDone(loan, serial))) continue;
      acks.add({ kind: 'repayment', ref: serial, fen: FEN });
      this.heard.acknowledged += 1;
    }
  }

  private async untilDone(loan: string, serial: string): Promise<boolean> {
    const key = randomUUID();
    for (;;) {
      const answer = await this.send(loan, serial, key);
      if (answer === 'done') return true;
      if (answer === 'refused') return false;
      if (answer === 'unavailable' && this.options.believes503) return true;
      await delay(PAUSE_MS);
    }
  }

  private async send(
    loan: string,
    serial: string,
    key: string,
  ): Promise<'done' | 'unavailable' | 'cut' | 'refused'> {
    const { url, token, onDate } = this.options;
    try {
      const response = await fetch(`${url}/api/v1/loans/${loan}/repayments`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ on_date: onDate, principal: '0.01', bank_serial: serial }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      if (response.status === 201) return 'done';
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
