import { setTimeout as delay } from 'node:timers/promises';
import { bankOf, countyOf } from '../../src/cli/demo/act-claim.ts';
import type { BatchSeen } from '../../src/cli/demo/act-settle.ts';
import { BANKS, COUNTIES, type CountyKey } from '../../src/cli/demo/cast.ts';
import { openBatchesJob } from '../../src/domains/subsidy/index.ts';
import { addDays, addMonths, date, dateParts, type PlainDate } from '../../src/kernel/date.ts';
import type { Batch, ClaimsLoad } from './claims-load.ts';
import { Refused } from './patient-desk.ts';
import { answerOrders, correctAndInstruct, instruct } from './load-payments.ts';
import { repayLate } from './load-repayments.ts';
import { patiently } from './world.ts';

const FIRST = date('2016-06-21');
const LAST = date('2019-03-21');
const NEVER = date('2199-12-31');
const LATE = 6;

/** Quarter after quarter is settled, claimed, posted, approved and paid, until told to stop. */
export async function claimUntil(load: ClaimsLoad): Promise<void> {
  for (let day = FIRST; day <= LAST && load.goOn(); day = addMonths(day, 3)) {
    load.calendar.settlesOn = day;
    const batches = await settle(load, day);
    load.calendar.settlesOn = addMonths(day, 3);
    await repayLate(load.world, load.counters, { to: day, count: LATE }, load.counted);
    await grantBudgets(load, day);
    await load.world.advance(addDays(day, 1));
    await Promise.all(batches.map((batch) => carry(load, batch.id)));
    load.counted.quarters += 1;
  }
  load.calendar.settlesOn = NEVER;
}

/** Sees each batch through to its payment; the last one is carried on although the storm is over. */
async function settle({ world }: ClaimsLoad, day: PlainDate): Promise<BatchSeen[]> {
  await world.advance(day);
  const province = world.desk({ role: 'province_supervisor' });
  const banks = Object.keys(BANKS).length;
  let rung = -Infinity;
  for (;;) {
    const page = await province.get<{ items: BatchSeen[] }>('/subsidy-batches?limit=200');
    const found = page.items.filter((batch) => batch.period_to === day);
    if (found.length === banks && found.every((batch) => batch.state !== 'accruing')) return found;
    // as the schedule would, again and again; only what is missing is opened
    if (found.length < banks && performance.now() - rung > 5_000) {
      rung = performance.now();
      await patiently(() => world.runtime.producer.add(openBatchesJob, {}));
    }
    await delay(150);
  }
}

async function grantBudgets(load: ClaimsLoad, day: PlainDate): Promise<void> {
  for (const county of Object.keys(COUNTIES) as CountyKey[]) {
    for (const year of new Set([dateParts(day).year, dateParts(addDays(day, 30)).year]))
      await grantBudget(load, { county, year, day });
  }
}

async function grantBudget(
  { world, counted }: ClaimsLoad,
  { county, year, day }: { readonly county: CountyKey; readonly year: number; readonly day: PlainDate },
): Promise<void> {
  const { code } = COUNTIES[county];
  const grant = {
    ...{ programme_code: 'P1', county_code: code, fiscal_year: year, amount: '3000000.00' },
    document_no: `甘财农〔${year}〕${code}-${day}`,
  };
  const entered = await world
    .desk({ role: 'finance_reviewer', county })
    .post<{ readonly id: string }>('/subsidy-budget-grants', grant);
  const second = world.desk({ role: 'finance_approver', county });
  await second.post(`/countersigns/${entered.id}/confirmations`, {});
  world.acks.add({ kind: 'grant', ref: grant.document_no, fen: 300_000_000n });
  counted.ops += 1;
}

/** A claim sent back again and again is approved in a year nobody has given money for yet. */
async function fundOrInstruct(load: ClaimsLoad, batch: Batch): Promise<void> {
  if (batch.funding !== 'queued') return instruct(load, batch);
  const day = load.world.day();
  return grantBudget(load, { county: countyOf(batch), year: dateParts(day).year, day });
}

/** A batch that has not moved for this long, with nothing in its way, will not move any more. */
const GIVE_UP_MS = 420_000;
const RETURNED = 0.3;

/** Looks where a batch stands and does what its desk would do, until it is paid. */
async function carry(load: ClaimsLoad, id: string): Promise<void> {
  const province = load.world.desk({ role: 'province_supervisor' });
  let moved = performance.now();
  let stood = '';
  let last = '';
  for (;;) {
    const batch = await province.get<Batch>(`/subsidy-batches/${id}`);
    if (batch.state === 'paid') return;
    const stands = `${batch.state} ${batch.round} ${batch.paid_count}`;
    if (stands !== stood || load.goOn()) moved = performance.now();
    stood = stands;
    if (performance.now() - moved > GIVE_UP_MS)
      throw new Error(`batch ${batch.batch_no} stays ${batch.state}: ${last}`);
    try {
      await stepOf(load, batch);
    } catch (error) {
      // the batch moved on, or was sent back, between the look and the step
      if (!(error instanceof Refused)) throw error;
      last = error.message;
    }
    await delay(load.world.chance.between(100, 400));
  }
}

const POSTS = {
  submit: ['submissions', 'bank_officer'],
  review: ['reviews', 'county_office'],
  notice: ['notices', 'county_office'],
  approve: ['approvals', 'finance_approver'],
} as const;

async function decide(load: ClaimsLoad, batch: Batch, act: keyof typeof POSTS): Promise<void> {
  const { world, counted } = load;
  const [path, role] = POSTS[act];
  const desk = world.desk(
    role === 'bank_officer' ? { role, bank: bankOf(world.play, batch) } : { role, county: countyOf(batch) },
  );
  await desk.post(`/subsidy-batches/${batch.id}/${path}`, { lines_hash: batch.lines_hash });
  if (act !== 'notice')
    world.acks.add({ kind: 'decision', ref: `${batch.id}/${act}/${batch.lines_hash}`, fen: 0n });
  counted.ops += 1;
}

/** The office finds something and the bank claims again, as a second round. */
async function sendBack({ world, counted }: ClaimsLoad, batch: Batch): Promise<void> {
  const office = world.desk({ role: 'county_office', county: countyOf(batch) });
  const body = { lines_hash: batch.lines_hash, remark: '个别借据号有误' };
  await office.post(`/subsidy-batches/${batch.id}/returns`, body);
  world.acks.add({ kind: 'decision', ref: `${batch.id}/return/${batch.lines_hash}`, fen: 0n });
  counted.ops += 1;
}

async function stepOf(load: ClaimsLoad, batch: Batch): Promise<void> {
  switch (batch.state) {
    case 'drafted':
    case 'returned':
      return decide(load, batch, 'submit');
    case 'submitted':
      return batch.round === 1 && load.world.chance.next() < RETURNED
        ? sendBack(load, batch)
        : decide(load, batch, 'review');
    case 'reviewed':
      return decide(load, batch, 'notice');
    case 'noticed':
      return approve(load, batch);
    case 'approved':
      return fundOrInstruct(load, batch);
    case 'instructed':
      await answerOrders(load, batch);
      return correctAndInstruct(load, batch);
    default:
      return undefined;
  }
}

async function approve(load: ClaimsLoad, batch: Batch): Promise<void> {
  const posted = batch.notices.filter((notice) => notice.state === 'posted').map((notice) => notice.free_on);
  const free = posted.reduce((a, b) => (a > b ? a : b), load.world.day());
  await load.world.advance(free);
  await decide(load, batch, 'approve');
}
