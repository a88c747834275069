import { setTimeout as delay } from 'node:timers/promises';
import { openBatchesJob } from '../../../src/domains/subsidy/index.ts';
import type { Desk } from '../../../src/cli/demo/desk.ts';
import { addDays, addMonths, date, type PlainDate } from '../../../src/kernel/date.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import type { Batch } from '../claims-load.ts';
import { isSound, judge } from '../judge.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { openWorld, type World } from '../world.ts';
import { approveAtOnce, changeUnderApprovers, type Approving, type Heard } from './approve-at-once.ts';
import { handInLedgers } from './hand-in-ledgers.ts';
import { openDesks, type BankDesk, type Desks } from './open-desks.ts';

const MOST_BANKS = 30;
const FIRST = date('2016-06-21');
const AT_ONCE = 3;

/**
 * Eight people press approve on one batch at the same moment: among them its maker under another account, its
 * reviewer likewise, and one person with two accounts. A third of the lists change while they do. Each batch
 * must have one decision, by somebody who had no hand in it, on the list as it stands.
 */
export async function playApprovers(setting: Setting): Promise<Outcome> {
  const world = await openWorld(worldOptions(setting));
  try {
    return await play(world, setting);
  } finally {
    await world.stop();
  }
}

/** The control: a database that does not hold people apart. */
const WITHOUT_RULE = 'alter table subsidy_decision drop constraint subsidy_decision_one_per_person';

async function play(world: World, { options, say }: Setting): Promise<Outcome> {
  const banks = Math.min(MOST_BANKS, options.times);
  say(`setting the stage: ${banks} banks and their ledgers`);
  await world.advance(date('2016-04-05'));
  const desks = await openDesks(world, banks);
  await handInLedgers(world, desks);
  if (options.control) await inSession(world.database.url, (client) => client.query(WITHOUT_RULE));
  const heard: Heard = { yes: 0, early_yes: 0, stale_yes: 0, refusals: {} };
  let left = options.times;
  for (let day = FIRST; left > 0; day = addMonths(day, 3)) {
    const batches = (await settle(world, day, banks)).slice(0, left);
    await claimAll(world, desks, batches, { day, heard });
    left -= batches.length;
    say(`  ${options.times - left}/${options.times} batches: ${heard.yes} decisions`);
  }
  return conclude(world, { times: options.times, control: options.control, say }, heard);
}

async function settle(world: World, day: PlainDate, banks: number): Promise<Batch[]> {
  await world.advance(day);
  const province = world.desk({ role: 'province_supervisor' });
  await world.runtime.producer.add(openBatchesJob, {});
  for (;;) {
    const found = (await allBatches(province)).filter((batch) => batch.period_to === day);
    if (found.length === banks && found.every((batch) => batch.state !== 'accruing'))
      return Promise.all(found.map(({ id }) => province.get<Batch>(`/subsidy-batches/${id}`)));
    await delay(150);
  }
}

async function allBatches(desk: Desk): Promise<Batch[]> {
  const all: Batch[] = [];
  for (let after = ''; ;) {
    const page = await desk.get<{ items: Batch[]; next: string | null }>(
      `/subsidy-batches?limit=200${after}`,
    );
    all.push(...page.items);
    if (page.next === null) return all;
    after = `&after=${page.next}`;
  }
}

/** Several batches at a time go the way of the offices; every third list is objected to. */
async function claimAll(
  world: World,
  desks: Desks,
  batches: readonly Batch[],
  { day, heard }: { readonly day: PlainDate; readonly heard: Heard },
): Promise<void> {
  const approvings = batches.map((batch, index): Approving => {
    const approvers = [...desks.approvers, bankOf(desks, batch).officerAsApprover];
    return { world, batch, approvers, changes: index % 3 === 0, heard };
  });
  await eachAtOnce(approvings, ({ batch }) => claimAndPost(world, desks, batch));
  // the first level hangs from the day after
  await world.advance(addDays(day, 2));
  await eachAtOnce(
    approvings.filter(({ changes }) => changes),
    (one) => changeUnderApprovers(one, desks),
  );
  const free = await lastFree(world, batches);
  await world.advance(free);
  await eachAtOnce(approvings, approveAtOnce);
}

async function claimAndPost(world: World, desks: Desks, batch: Batch): Promise<void> {
  const bank = bankOf(desks, batch);
  const officer = await world.play.desk(bank.officer);
  const office = await world.play.desk(desks.reviewer);
  const body = { lines_hash: batch.lines_hash };
  await officer.post(`/subsidy-batches/${batch.id}/submissions`, body);
  await office.post(`/subsidy-batches/${batch.id}/reviews`, body);
  await office.post(`/subsidy-batches/${batch.id}/notices`, body);
}

function bankOf({ banks }: Desks, batch: Batch): BankDesk {
  const bank = banks.find(({ id }) => String(id) === batch.bank_id);
  if (!bank) throw new Error(`no bank for ${batch.batch_no}`);
  return bank;
}

async function lastFree(world: World, batches: readonly Batch[]): Promise<PlainDate> {
  const province = world.desk({ role: 'province_supervisor' });
  let last = world.day();
  for (const { id } of batches) {
    const { notices } = await province.get<Batch>(`/subsidy-batches/${id}`);
    for (const notice of notices)
      if (notice.state === 'posted' && notice.free_on > last) last = notice.free_on;
  }
  return last;
}

async function eachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const turn = async (): Promise<void> => {
    for (let item = items[(next += 1) - 1]; item !== undefined; item = items[(next += 1) - 1])
      await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
}

/** Of the decisions to approve: how many, by somebody with a second hand in the round, on another list. */
const DECIDED = `
  select count(*)::int as decisions, count(distinct d.batch_id)::int as batches,
    count(*) filter (where exists (select from subsidy_decision o
      where o.batch_id = d.batch_id and o.round = d.round and o.id <> d.id and o.person_id = d.person_id))::int
      as self_approvals,
    count(*) filter (where d.lines_hash <> b.lines_hash or d.lines_hash <> subsidy_lines_hash(b.id))::int
      as of_changed
  from subsidy_decision d join subsidy_batch b on b.id = d.batch_id where d.act = 'approve'`;

interface Decided {
  readonly decisions: number;
  readonly batches: number;
  readonly self_approvals: number;
  readonly of_changed: number;
}

async function conclude(
  world: World,
  {
    times,
    control,
    say,
  }: { readonly times: number; readonly control: boolean; readonly say: Setting['say'] },
  heard: Heard,
): Promise<Outcome> {
  const verdict = await judge(world, say);
  const decided = await inSession(world.database.url, async (client) => {
    const { rows } = await client.query<Decided>(DECIDED);
    return rows[0];
  });
  if (!decided) throw new Error('the decisions cannot be counted');
  const { decisions, batches, self_approvals: own, of_changed: changed } = decided;
  const one = decisions === times && batches === times && heard.yes === times;
  const none = own + changed + heard.early_yes + heard.stale_yes === 0;
  return {
    good: control ? own > 0 : one && none && isSound(verdict),
    figures: { ...verdict, ...decided, approvers: 8, heard },
  };
}
