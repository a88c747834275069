import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './judge.ts';
import type { Shot } from './shot.ts';
import type { Reply } from './wire.ts';

export interface Found extends Fault {
  readonly operation: string;
  readonly times: number;
  /** The request, smallest known, to be sent again with `--replay`. */
  readonly file: string;
  readonly request: string;
}

interface Seen {
  shots: number;
  done: number;
  readonly answers: Map<string, number>;
}

/** What was sent and what came of it. */
export class Tally {
  sent = 0;
  parserRefused = 0;
  readonly classes = new Map<string, number>();
  private readonly operations = new Map<string, Seen>();
  private readonly found = new Map<string, { fault: Fault; shot: Shot; times: number }>();
  private readonly folder: string;

  constructor(folder: string, operations: readonly string[]) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const id of operations) this.operations.set(id, { shots: 0, done: 0, answers: new Map() });
  }

  count(shot: Shot, reply: Reply): void {
    this.sent += 1;
    const status = reply.status;
    const name = shot.delivery === 'cut' ? 'cut' : status === 0 ? 'none' : `${Math.floor(status / 100)}xx`;
    this.classes.set(name, (this.classes.get(name) ?? 0) + 1);
    const seen = this.operations.get(shot.operation);
    if (!seen) return;
    seen.shots += 1;
    // a success is one of the operation itself, not of an address or method put in its place
    if (status >= 200 && status < 300 && isItself(shot)) seen.done += 1;
    if (seen.done > 0) return;
    const answer = `${status} ${codeOf(reply)}`.trim();
    seen.answers.set(answer, (seen.answers.get(answer) ?? 0) + 1);
  }

  /** Keeps a fault; true when nothing like it was seen before. */
  keep(fault: Fault, shot: Shot): boolean {
    const key = `${fault.kind} ${shot.operation} ${signatureOf(fault)}`;
    const known = this.found.get(key);
    if (known) known.times += 1;
    else this.found.set(key, { fault, shot, times: 1 });
    return known === undefined;
  }

  /** Puts a smaller request with the same fault in the place of the first. */
  reduce(fault: Fault, shot: Shot): void {
    const known = this.found.get(`${fault.kind} ${shot.operation} ${signatureOf(fault)}`);
    if (known) known.shot = shot;
  }

  timesOf(kind: Fault['kind']): number {
    return [...this.found.values()]
      .filter((one) => one.fault.kind === kind)
      .reduce((sum, one) => sum + one.times, 0);
  }

  get faults(): number {
    return [...this.found.values()].reduce((sum, one) => sum + one.times, 0);
  }

  report(): Found[] {
    return [...this.found.values()].map(({ fault, shot, times }, index) => {
      const file = join(this.folder, `fault-${index + 1}.json`);
      writeFileSync(file, writeShot(shot));
      const body = shot.body?.toString('utf8').slice(0, 400) ?? '';
      const request = `${shot.actor ?? 'nobody'}: ${shot.method} ${shot.target.slice(0, 200)} ${body}`;
      return { ...fault, operation: shot.operation, times, file, request };
    });
  }

  get succeeded(): string[] {
    return [...this.operations].filter(([, seen]) => seen.done > 0).map(([id]) => id);
  }

  get reached(): number {
    return [...this.operations.values()].filter((seen) => seen.shots > 0).length;
  }

  /** Operations never answered with success, and what they answered instead. */
  unsucceeded(): Record<string, Record<string, number>> {
    const rest = [...this.operations].filter(([, seen]) => seen.done === 0);
    return Object.fromEntries(rest.map(([id, seen]) => [id, Object.fromEntries(seen.answers)]));
  }

  isDone(id: string): boolean {
    return (this.operations.get(id)?.done ?? 0) > 0;
  }
}

const codeOf = (reply: Reply): string =>
  /"code":"([\w.-]+)","facts"/.exec(reply.body.subarray(0, 4_000).toString('utf8'))?.[1] ?? '';

const isItself = (shot: Shot): boolean =>
  !shot.tricks.includes('raw path') && !shot.tricks.includes('another method');

/** The kind of fault without ids: two of one cause are one. */
const signatureOf = (fault: Fault): string =>
  fault.what
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
    .replace(/\d+/g, '')
    .slice(0, 80);

export const writeShot = (shot: Shot): string =>
  JSON.stringify({ ...shot, json: undefined, body: shot.body?.toString('base64') ?? null }, null, 1);

export function readShot(text: string): Shot {
  const read = JSON.parse(text) as Omit<Shot, 'body'> & { readonly body: string | null };
  return { ...read, body: read.body === null ? null : Buffer.from(read.body, 'base64') };
}
