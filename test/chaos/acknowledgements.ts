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
  'income',
  'list-step',
  'claim-step',
  'recovery',
  // of the deliberately broken service
  'payout',
  'list',
  'compensation',
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

  /** How many there are of each kind: what none is told of, no check can miss. */
  counts(): Partial<Record<Kind, number>> {
    const counts: Partial<Record<Kind, number>> = {};
    for (const { kind } of this.read()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
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
