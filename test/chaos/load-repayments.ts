import { setTimeout as delay } from 'node:timers/promises';
import { BANKS, type BankKey } from '../../src/cli/demo/cast.ts';
import { addDays, type PlainDate } from '../../src/kernel/date.ts';
import { Refused, type PatientDesk } from './patient-desk.ts';
import type { World } from './world.ts';

export interface Counted {
  ops: number;
  /** Quarters whose batches are all paid. */
  quarters: number;
  /** Lists of dividends whose households all have their money. */
  lists: number;
  /** Claims that a fund has paid. */
  compensations: number;
}

export interface Counter {
  readonly bank: BankKey;
  readonly loans: readonly string[];
}

/**
 * Repayments between two rests, and how long a counter rests. Each repayment makes a job; workers that are
 * killed every few seconds do a few a second, and the claims should have their share of them.
 */
const SPELL = [5, 25] as const;
const REST_SECONDS = [4, 20] as const;
let serial = 0;

/** The loans each bank's counter works on. */
export async function openCounters(world: World): Promise<Counter[]> {
  const counters: Counter[] = [];
  for (const bank of Object.keys(BANKS) as BankKey[]) {
    const officer = world.desk({ role: 'bank_officer', bank });
    const page = await officer.get<{ items: { id: string }[] }>('/loans?state=disbursed&limit=200');
    counters.push({ bank, loans: page.items.map(({ id }) => id) });
  }
  return counters;
}

/** Borrowers pay back small sums at the counters of all banks, until told to stop. */
export async function repayUntil(
  world: World,
  counters: readonly Counter[],
  goOn: () => boolean,
  counted: Counted,
): Promise<void> {
  const clerk = async (counter: Counter): Promise<void> => {
    while (goOn()) {
      for (let left = world.chance.between(...SPELL); left > 0 && goOn(); left -= 1) {
        await repayOnce(world, counter, world.day(), counted);
        await delay(world.chance.between(30, 150));
      }
      // while its loans change faster than they are held against their lines, a bank's claim is not paid
      for (let left = world.chance.between(...REST_SECONDS); left > 0 && goOn(); left -= 1)
        await delay(1_000);
    }
  };
  await Promise.all(counters.map(clerk));
}

/** Repayments entered late, inside a period that is being settled: their lines are drawn up anew. */
export async function repayLate(
  world: World,
  counters: readonly Counter[],
  settled: { readonly to: PlainDate; readonly count: number },
  counted: Counted,
): Promise<void> {
  for (let number = 0; number < settled.count; number += 1) {
    const day = addDays(settled.to, -world.chance.between(1, 9));
    await repayOnce(world, world.chance.pick(counters), day, counted);
  }
}

async function repayOnce(world: World, counter: Counter, on: PlainDate, counted: Counted): Promise<void> {
  const officer = world.desk({ role: 'bank_officer', bank: counter.bank });
  serial += 1;
  const fen = BigInt(world.chance.between(100, 3_000));
  const body = {
    on_date: on,
    principal: `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`,
    bank_serial: `CH${String(serial).padStart(9, '0')}`,
  };
  const path = `/loans/${world.chance.pick(counter.loans)}/repayments`;
  const entered = await heard(world, officer, path, body);
  if (!entered) return;
  world.acks.add({ kind: 'receipt', ref: body.bank_serial, fen });
  const reviewer = world.desk({ role: 'bank_reviewer', bank: counter.bank });
  const stated = { count: 1, total: body.principal, receipt_ids: [entered.id] };
  if (!(await heard(world, reviewer, '/receipt-confirmations', stated))) return;
  world.acks.add({ kind: 'repayment', ref: body.bank_serial, fen });
  counted.ops += 1;
}

/** What was acknowledged; null when it was refused: a loan repaid in full or a period already paid. */
async function heard(
  world: World,
  desk: PatientDesk,
  path: string,
  body: object,
): Promise<{ readonly id: string } | null> {
  try {
    return await (world.chance.next() < 0.2 ? desk.postTwice(path, body) : desk.post(path, body));
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
