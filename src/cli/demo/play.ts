import type { Runtime } from '../../platform/runtime.ts';
import type { PlainDate } from '../../kernel/date.ts';
import type { Desk } from './desk.ts';
import type { Stage } from './stage.ts';
import type { Player } from './cast.ts';

/** What every act of the story has at hand. */
export interface Play {
  readonly url: string;
  readonly runtime: Runtime;
  readonly stage: Stage;
  /** Folder that keeps the papers and files. */
  readonly out: string;
  /** The desk of a person of the cast, logged in on first use. */
  desk(username: string): Promise<Desk>;
  /** Moves the business day; the calendar of the story, not the wall clock. */
  setDay(day: PlainDate): Promise<void>;
  say(line: string): void;
}

/** Does the same for many that do not wait for one another, a few at a time. */
export async function inWaves<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map((item, index) => work(item, from + index)));
}
const AT_ONCE = 6;

/** The person of a post at a place; the cast has one for each that the story needs. */
export function playerAt(players: readonly Player[], wanted: Partial<Player>): string {
  const found = players.find((player) =>
    Object.entries(wanted).every(([key, value]) => player[key as keyof Player] === value),
  );
  if (!found) throw new Error(`nobody in the cast is ${JSON.stringify(wanted)}`);
  return found.username;
}
