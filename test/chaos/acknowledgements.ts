import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

export const KINDS = [
  'receipt',
  'repayment',
  'decision',
  'order',
  'paid',
  'agreement',
  'print',
  'grant',
  'payout',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a client was told is done: kind of effect, the name it can be found by, and its money. */
export interface Acknowledgement {
  readonly kind: Kind;
  readonly ref: string;
  readonly fen: bigint;
}

/** The acknowledgements, in a file that no killed process and no database has a hand in. */
export class Acknowledgements {
  readonly file: string;
  constructor(file: string) {
    this.file = file;
    writeFileSync(file, '');
  }

  add(...entries: readonly Acknowledgement[]): void {
    const lines = entries.map((entry) => `${JSON.stringify({ ...entry, fen: String(entry.fen) })}\n`);
    appendFileSync(this.file, lines.join(''));
  }

  read(): Acknowledgement[] {
    return readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { kind, ref, fen } = JSON.parse(line) as { kind: Kind; ref: string; fen: string };
        return { kind, ref, fen: BigInt(fen) };
      });
  }
}
