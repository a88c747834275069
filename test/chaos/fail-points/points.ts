import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Where a process may be made to end, and in which kind of process that place is. */
export const POINTS = {
  /** The request has done all its work and remembered its reply; COMMIT was not sent. */
  'api.uncommitted': 'api',
  /** The server has answered COMMIT; the client has not heard of it. */
  'api.committed': 'api',
  /** The jobs are in the queue; the events are not marked relayed. */
  'relay.added': 'worker',
  /** The effect of a job is made inside its transaction; COMMIT was not sent. */
  'worker.uncommitted': 'worker',
  /** The effect of a job is committed; its handler has not returned. */
  'worker.committed': 'worker',
  /** The handler has returned; the queue has not been told that the job is done. */
  'worker.unacknowledged': 'worker',
} as const;

export type Point = keyof typeof POINTS;

export interface Hit {
  readonly point: Point;
  readonly pid: number;
  /** The last write of the transaction, or the name of the job: shows that hits spread over the product. */
  readonly at: string;
}

/** One line for each process that ended at a point, written by that process just before. */
export function noteHit(file: string, hit: Hit): void {
  appendFileSync(file, `${JSON.stringify(hit)}\n`);
}

export const readHits = (file: string): Hit[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Hit)
    : [];
