import fc from 'fast-check';
import { addDays, type PlainDate } from '../../../src/kernel/date.ts';
import type { JobEntry } from '../../../src/platform/queue/define-job.ts';
import { accrue, banksToSettle, nextQuarter, openBatch, redraw, settle } from '../claim-rules.ts';
import { settlePayout } from '../dividend-rules.ts';
import { awaitPayers } from '../fund-rules.ts';
import type { Model } from '../model.ts';
import { follow } from '../register-rules.ts';
import { always, pick, type Move, type Step } from '../step.ts';
import { LAST_DAY } from '../terms.ts';
import { which } from './arguments.ts';
import { repay } from './repayments.ts';

/** What a job does to the books, by its name; the others do nothing to them. */
const EFFECTS: Readonly<
  Record<string, (model: Model, payload: Record<string, string> & { loan_ids?: readonly string[] }) => void>
> = {
  'subsidy.accrue-portion': (model, { batch_id }) => {
    for (const batch of model.batches) if (batch.id === batch_id) accrue(model, batch);
  },
  'subsidy.reaccrue-loans': (model, { loan_ids = [] }) => {
    redraw(
      model,
      model.loans.filter(({ id, disbursedOn }) => loan_ids.includes(id) && disbursedOn !== null),
    );
  },
  'subsidy.settle-batch': (model, { batch_id }) => {
    for (const batch of model.batches) if (batch.id === batch_id) settle(model, batch);
  },
  'dividend.settle-payout': ({ dividends }, { payout_id }) => {
    for (const payout of dividends.payouts) if (payout.id === payout_id) settlePayout(dividends, payout);
  },
  'risk-fund.settle-claim': ({ fund, today }, { claim_id }) => {
    for (const claim of fund.claims)
      if (claim.id === claim_id && claim.state === 'instructed' && claim.arrivedOn !== null) {
        claim.state = 'paid';
        awaitPayers(claim, today);
      }
  },
  'loan.follow-household-status': (model, { household_id, status_id }) => {
    for (const household of model.households) {
      const status = household.statuses.find(({ id }) => id === status_id);
      if (household.id === household_id && status?.accepted) follow(household, model.loans);
    }
  },
};

const jobWords = ({ job, payload }: JobEntry): string => `${job.name} ${JSON.stringify(payload)}`;

function deliver(model: Model, entry: JobEntry, how: string): Step {
  return always(
    `${how} ${jobWords(entry)}`,
    (stage) => stage.run(entry.job.name, entry.payload, `model-${model.done.length}`),
    () => {
      EFFECTS[entry.job.name]?.(model, entry.payload as Record<string, string>);
      model.done.push(entry);
    },
  );
}

/** Does the job at a place in the queue. */
function deliverAt(model: Model, at: number): Step {
  const place = at % model.queue.length;
  const entry = model.queue[place] as JobEntry;
  const step = deliver(model, entry, 'job');
  return {
    ...step,
    book: (reply) => {
      model.queue.splice(place, 1);
      step.book?.(reply);
    },
  };
}

/** Does everything that waits, and what follows from it. */
export function* deliverAll(model: Model): Generator<Step> {
  while (model.queue.length > 0) yield deliverAt(model, 0);
}

const deliverMove: Move<{ at: number; count: number }> = {
  name: 'deliver jobs',
  weight: 9,
  args: fc.record({
    at: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) }),
    count: fc.oneof(
      { weight: 2, arbitrary: fc.constant(99) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
    ),
  }),
  steps: function* (model, { at, count }) {
    for (let left = count; left > 0 && model.queue.length > 0; left -= 1) yield deliverAt(model, at);
  },
};

const deliverAgainMove: Move<number> = {
  name: 'deliver a job again',
  weight: 6,
  args: which,
  steps: function* (model, number) {
    const entry = pick([...model.done].reverse(), number);
    if (entry) yield deliver(model, entry, 'job again');
  },
};

/** The schedule's look at the calendar. */
function openBatches(model: Model): Step {
  return always(
    'job subsidy.open-batches',
    async (stage) => {
      const reply = await stage.run('subsidy.open-batches', {}, 'schedule');
      const opened = await stage.owner.query<{ bank: string; id: string }>(
        `select right(o.name, 1) as bank, b.id::text as id from subsidy_batch b join organisation o on o.id = b.bank_id
         where b.id <> all ($1::bigint[])`,
        [model.batches.map(({ id }) => id)],
      );
      return { ...reply, body: Object.fromEntries(opened.rows.map(({ bank, id }) => [bank, id])) };
    },
    ({ body }) => {
      for (const bank of banksToSettle(model)) openBatch(model, bank, String(body[bank]));
    },
  );
}

function setDay(model: Model, day: PlainDate): Step {
  return always(
    `the business day is ${day}`,
    (stage) => stage.setDay(day),
    () => void (model.today = day),
  );
}

/** Nobody plays beyond the last day. */
export function* goTo(model: Model, day: PlainDate): Generator<Step> {
  if (day > model.today && day <= LAST_DAY) yield setDay(model, day);
}

const passDays: Move<{ days: number; night: boolean }> = {
  name: 'days pass',
  weight: 6,
  args: fc.record({
    days: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 15, max: 200 })),
    night: fc.boolean(),
  }),
  steps: function* (model, { days, night }) {
    const before = model.today;
    yield* goTo(model, addDays(model.today, days));
    if (night && model.today > before) yield openBatches(model);
  },
};

/** What the banks that count by interest paid have collected when the quarter ends. */
function* collectInterest(model: Model, yuan: number): Generator<Step> {
  const lent = model.loans.filter((loan) => loan.bank === 'B' && loan.state === 'disbursed');
  for (const loan of lent)
    yield* repay(model, loan, { who: null, loan: 0, ago: 0, share: 0, interest: yuan * 100, again: false });
}

const quarterMove: Move<{ late: number; accrued: boolean; collected: number }> = {
  name: 'a quarter ends',
  weight: 14,
  args: fc.record({
    late: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 30 }) }),
    collected: fc.constantFrom(0, 200, 300, 400),
    accrued: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
  }),
  steps: function* (model, { late, accrued, collected }) {
    const ends = nextQuarter(model.today);
    const day = addDays(ends, late);
    if (day > LAST_DAY) return;
    if (collected > 0) {
      yield* goTo(model, addDays(ends, -1));
      yield* collectInterest(model, collected);
    }
    yield setDay(model, day);
    yield openBatches(model);
    if (accrued) yield* deliverAll(model);
  },
};

/** The day comes from which the quarter is claimed ahead, where a bank does. */
const aheadMove: Move<{ late: number; accrued: boolean }> = {
  name: 'a quarter is claimed ahead',
  weight: 9,
  args: fc.record({ late: fc.nat({ max: 20 }), accrued: fc.boolean() }),
  steps: function* (model, { late, accrued }) {
    yield* goTo(model, addDays(nextQuarter(model.today), late - 25));
    yield openBatches(model);
    if (accrued) yield* deliverAll(model);
  },
};

const openMove: Move<null> = {
  name: 'open batches',
  weight: 1,
  args: fc.constant(null),
  steps: function* (model) {
    yield openBatches(model);
  },
};

/** Jobs of the schedule that make up for lost ones: they may ring for what is already done. */
const SWEEPS = [
  ...['subsidy.sweep', 'loan.sweep-statuses', 'payment.sweep-bank-files', 'audit.seal'],
  'dividend.sweep-payouts',
] as const;

/** Only lists that do not know yet that something was paid. */
function sweepPayouts({ dividends }: Model): void {
  const unaware = dividends.orders.filter(({ payments }) =>
    payments.some(({ state, line }) => state === 'paid' && line.state === 'pending'),
  );
  for (const { payout } of unaware) settlePayout(dividends, payout);
}

function sweep(model: Model, name: string): Step {
  return always(
    `job ${name}`,
    (stage) => stage.run(name, {}, 'schedule'),
    () => {
      if (name === 'subsidy.sweep') for (const batch of model.batches) settle(model, batch);
      if (name === 'dividend.sweep-payouts') sweepPayouts(model);
    },
  );
}

const sweepMove: Move<string> = {
  name: 'sweep',
  weight: 4,
  args: fc.constantFrom(...SWEEPS),
  steps: function* (model, name) {
    yield sweep(model, name);
  },
};

export const dayMoves = [
  deliverMove,
  deliverAgainMove,
  passDays,
  quarterMove,
  aheadMove,
  openMove,
  sweepMove,
] as const;
