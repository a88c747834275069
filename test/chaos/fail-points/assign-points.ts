import type { Chance } from '../../../src/cli/demo/invented-people.ts';
import { POINTS, readHits, type Point } from './points.ts';

/** Passed up to this often before the process ends there: the hits spread over what the product does. */
const MOST_BEFORE = 6;

export interface Assignment {
  readonly point: Point;
  readonly before: number;
}

/** Gives each process that starts the point of its kind that still lacks hits most, until all have enough. */
export class Assignments {
  private readonly ledger: string;
  private readonly times: number;
  private readonly chance: Chance;
  private armed = false;
  private readonly points: readonly Point[];

  constructor(ledger: string, points: readonly Point[], times: number, chance: Chance) {
    this.ledger = ledger;
    this.points = points;
    this.times = times;
    this.chance = chance;
  }

  arm(): void {
    this.armed = true;
  }

  /** How often each point was hit. */
  hits(): Record<string, number> {
    const hits = readHits(this.ledger);
    return Object.fromEntries(
      this.points.map((point) => [point, hits.filter((hit) => hit.point === point).length]),
    );
  }

  get complete(): boolean {
    return Object.values(this.hits()).every((count) => count >= this.times);
  }

  /** For the next start of a program; null when it may live. */
  next(program: string): Assignment | null {
    if (!this.armed) return null;
    const hits = this.hits();
    const open = this.points.filter(
      (point) => program.includes(POINTS[point]) && (hits[point] ?? 0) < this.times,
    );
    if (open.length === 0) return null;
    const fewest = Math.min(...open.map((point) => hits[point] ?? 0));
    const point = this.chance.pick(open.filter((one) => hits[one] === fewest));
    return { point, before: this.chance.between(0, MOST_BEFORE) };
  }
}
