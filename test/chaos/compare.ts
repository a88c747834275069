import type { Acknowledgement, Kind } from './acknowledgements.ts';

/** One effect as the database has it: how often it is there under a name, with what money. */
export interface Present {
  readonly ref: string;
  readonly times: number;
  readonly fen: bigint;
}

export interface Comparison {
  readonly lost: number;
  readonly dup: number;
  readonly driftFen: bigint;
  /** The first few differences, to look at. */
  readonly samples: readonly string[];
}

const SAMPLES = 5;

/** Holds what was acknowledged against what is there, name by name. */
export function compare(
  kind: Kind,
  acks: readonly Acknowledgement[],
  present: readonly Present[],
): Comparison {
  const expected = new Map<string, { times: number; fen: bigint }>();
  for (const ack of acks.filter((one) => one.kind === kind)) {
    const sum = expected.get(ack.ref) ?? { times: 0, fen: 0n };
    expected.set(ack.ref, { times: sum.times + 1, fen: sum.fen + ack.fen });
  }
  const found = new Map(present.map((one) => [one.ref, one]));
  let lost = 0;
  let dup = 0;
  let driftFen = 0n;
  const samples: string[] = [];
  for (const [ref, { times, fen }] of expected) {
    const one = found.get(ref) ?? { times: 0, fen: 0n };
    lost += Math.max(0, times - one.times);
    dup += Math.max(0, one.times - times);
    driftFen += one.fen > fen ? one.fen - fen : fen - one.fen;
    if (one.times === times && one.fen === fen) continue;
    samples.push(`${kind} ${ref}: acknowledged ${times} × ${fen} fen, present ${one.times} × ${one.fen} fen`);
  }
  return { lost, dup, driftFen, samples: samples.slice(0, SAMPLES) };
}

export const sumUp = (parts: readonly Comparison[]): Comparison => ({
  lost: parts.reduce((sum, part) => sum + part.lost, 0),
  dup: parts.reduce((sum, part) => sum + part.dup, 0),
  driftFen: parts.reduce((sum, part) => sum + part.driftFen, 0n),
  samples: parts.flatMap((part) => part.samples),
});
