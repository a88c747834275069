import { createChance } from '../../src/cli/demo/invented-people.ts';
import { openBatchesJob } from '../../src/domains/subsidy/index.ts';
import { addDays } from '../../src/kernel/date.ts';
import type { Operation } from './operations.ts';
import type { Range } from './range.ts';

export interface StormOptions {
  readonly requests: number;
  readonly lanes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** The days of the story go on while requests come in; quarters are settled on the way. */
const DAYS_PASS = 8;
const DAYS_EACH = 25;
const SAY_EVERY_MS = 10_000;

/** Fires at every operation in turn, several at once, until so many requests were sent in all. */
export async function storm(
  range: Range,
  operations: readonly Operation[],
  options: StormOptions,
): Promise<void> {
  const { requests, lanes, seed, say } = options;
  const from = range.tally.sent;
  const order = shuffled(operations, requests - from, seed);
  const stride = Math.max(1, Math.ceil(order.length / DAYS_PASS));
  let said = performance.now();
  let at = 0;
  const lane = async (): Promise<void> => {
    for (let index = at++; index < order.length; index = at++) {
      const operation = order[index];
      if (operation) await range.fireNext(operation);
      if (index % stride === stride - 1) await passDays(range);
      if (performance.now() - said < SAY_EVERY_MS) continue;
      said = performance.now();
      say(`  ${range.tally.sent} of ${requests}, ${JSON.stringify(Object.fromEntries(range.tally.classes))}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function passDays(range: Range): Promise<void> {
  await range.setDay(addDays(range.today, DAYS_EACH));
  await range.house.runtime.producer.add(openBatchesJob, {});
}

function shuffled(operations: readonly Operation[], count: number, seed: number): Operation[] {
  const chance = createChance(seed);
  const order: Operation[] = [];
  while (order.length < count) {
    const round = [...operations];
    for (let at = round.length - 1; at > 0; at -= 1) {
      const other = chance.between(0, at);
      [round[at], round[other]] = [round[other] as Operation, round[at] as Operation];
    }
    order.push(...round);
  }
  return order.slice(0, Math.max(0, count));
}
