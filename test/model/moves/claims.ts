import fc from 'fast-check';
import { dateParts, maxDate } from '../../../src/kernel/date.ts';
import { ACTORS, mayDo, personOf, sees, type Act, type Name, whoDoes, type Who } from '../actors.ts';
import { freeMoney, post, reserve, sendBack, shareOut, toShare, waiting } from '../claim-rules.ts';
import {
  budgetOf,
  liveNotices,
  openObjections,
  payable,
  staleLines,
  subsidyOf,
  total,
  unassessed,
  type Batch,
  type Model,
} from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { TERMS } from '../terms.ts';
import { rarely, someone, which } from './arguments.ts';
import { deliverAll, goTo } from './days.ts';
import { grant } from './money.ts';
import { decide } from './objections.ts';
import { answerRest, correct, instruct, instructAgain } from './payments.ts';

export type ClaimAct = 'submit' | 'review' | 'post' | 'approve' | 'return';

const ACT: Readonly<Record<ClaimAct, { act: Act; path: string; from: readonly Batch['state'][] }>> = {
  submit: { act: 'submit a claim', path: 'submissions', from: ['drafted', 'returned'] },
  review: { act: 'review a claim', path: 'reviews', from: ['submitted'] },
  post: { act: 'post a claim', path: 'notices', from: ['reviewed'] },
  approve: { act: 'approve a claim', path: 'approvals', from: ['noticed'] },
  return: { act: 'return a claim', path: 'returns', from: ['submitted', 'reviewed', 'noticed', 'approved'] },
};

const STALE = 'a'.repeat(64);

interface ClaimStep {
  readonly kind: ClaimAct;
  readonly who: Who;
  /** The person saw another list. */
  readonly outdated: boolean;
}

function refusalsOf(
  model: Model,
  batch: Batch,
  { kind, who, outdated }: ClaimStep & { who: Name },
): string[] {
  const decides = kind !== 'post' && kind !== 'submit';
  return reasons({
    'subsidy.wrong-state': !ACT[kind].from.includes(batch.state),
    'subsidy.stale-hash': outdated,
    'subsidy.same-person': decides && batch.deciders.includes(personOf(who)),
    'subsidy.nothing-to-claim':
      ['submit', 'approve'].includes(kind) && payable(batch).length + batch.adjustments.length === 0,
    'subsidy.stale-lines':
      kind === 'submit' && staleLines(batch).length + unassessed(model, batch).length > 0,
    'subsidy.objections-undecided': kind === 'submit' && openObjections(model, batch).length > 0,
    ...(kind === 'approve'
      ? { ...publicityRefusals(model, batch), 'subsidy.budget-short': isShort(model, batch) }
      : {}),
  });
}

function publicityRefusals(model: Model, batch: Batch): Record<string, boolean> {
  const live = liveNotices(model, batch);
  return {
    'notice.objections-open': openObjections(model, batch).some(({ notice }) => live.includes(notice)),
    'notice.running': live.some((notice) => model.today < notice.freeOn),
  };
}

/** A claim whose lines share the money cannot be approved where there is none for them. */
function isShort(model: Model, batch: Batch): boolean {
  if (TERMS[batch.bank].shortage !== 'pro_rata' || fits(model, batch)) return false;
  const { lines, left } = toShare(batch, freeMoney(model, dateParts(model.today).year));
  return left <= 0n || lines.length === 0;
}

/** Nobody waits, and there is money for all of it. */
function fits(model: Model, batch: Batch): boolean {
  const { granted, recovered, reserved, spent } = budgetOf(model, dateParts(model.today).year);
  return waiting(model).length === 0 && granted + recovered - reserved - spent >= subsidyOf(batch);
}

function change(model: Model, batch: Batch, kind: ClaimAct, person: number): void {
  if (kind === 'submit') {
    batch.round += batch.state === 'returned' ? 1 : 0;
    Object.assign(batch, { state: 'submitted', deciders: [] });
  }
  if (kind !== 'post') batch.deciders.push(person);
  if (kind === 'review') batch.state = 'reviewed';
  if (kind === 'return') sendBack(model, batch);
  if (kind === 'post') {
    batch.state = 'noticed';
    post(model, batch, TERMS[batch.bank].publicity.levels, 1);
  }
  if (kind === 'approve') approve(model, batch);
}

function approve(model: Model, batch: Batch): void {
  for (const notice of liveNotices(model, batch)) notice.state = 'completed';
  batch.state = 'approved';
  model.approvals += 1;
  const year = dateParts(model.today).year;
  if (!fits(model, batch) && TERMS[batch.bank].shortage === 'pro_rata')
    shareOut(batch, freeMoney(model, year));
  const shares = TERMS[batch.bank].shortage === 'pro_rata';
  if ((shares || waiting(model).length === 0) && reserve(model, batch, year)) return;
  Object.assign(batch, { funding: 'queued', queued: model.approvals });
}

/** Posts that other versions let review; those of the model ask the county office alone. */
const reviewsElsewhere = (who: Name): boolean =>
  ['bank_reviewer', 'finance_reviewer', 'province_supervisor'].includes(ACTORS[who].role);

export function claimStep(model: Model, batch: Batch, asked: ClaimStep): Step {
  const { kind, outdated } = asked;
  const { act, path } = ACT[kind];
  const who = whoDoes(asked.who, act, batch.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, act)) {
      // other versions have these gather; a township sees its own claims only
      if (kind === 'submit' && ACTORS[who].role === 'township_clerk') return ['subsidy.batch-not-found'];
      if (kind === 'submit' && ACTORS[who].role === 'county_office')
        return reasons({
          'subsidy.wrong-state': !ACT.submit.from.includes(batch.state),
          'subsidy.not-your-claim': true,
        });
      if (kind !== 'review' || !reviewsElsewhere(who)) return ['permission.missing'];
      if (!sees(who, batch.bank)) return ['subsidy.batch-not-found'];
      return reasons({ 'subsidy.wrong-state': batch.state !== 'submitted', 'subsidy.not-your-review': true });
    }
    return sees(who, batch.bank) ? refusalsOf(model, batch, { ...asked, who }) : ['subsidy.batch-not-found'];
  };
  return {
    said: `${who} ${kind}s batch ${batch.id}${outdated ? ' by an outdated list' : ''}`,
    refusals: refusals(),
    perform: async (stage) =>
      stage.post(who, `/subsidy-batches/${batch.id}/${path}`, {
        lines_hash: outdated ? STALE : await stage.hashOf(batch.id),
        ...(kind === 'return' ? { remark: '清单有误，退回重报' } : {}),
      }),
    book: () => change(model, batch, kind, personOf(who)),
  };
}

const open = (model: Model): Batch[] => model.batches.filter((batch) => batch.state !== 'paid');

const actMove: Move<ClaimStep & { batch: number }> = {
  name: 'claim act',
  weight: 14,
  args: fc.record({
    kind: fc.constantFrom(
      'submit' as const,
      'review' as const,
      'post' as const,
      'approve' as const,
      'return' as const,
    ),
    who: someone,
    outdated: rarely,
    batch: which,
  }),
  steps: function* (model, asked) {
    const batch = pick(asked.batch < 10 ? open(model) : model.batches, asked.batch);
    if (batch) yield claimStep(model, batch, asked);
  },
};

/** The next thing that is to be done for a batch, by whoever usually does it. */
function* forward(model: Model, batch: Batch, { who, bank, thrifty }: Going): Generator<Step> {
  const usually = { who, outdated: false };
  switch (batch.state) {
    case 'accruing':
      return yield* deliverAll(model);
    case 'drafted':
    case 'returned':
      yield* deliverAll(model);
      for (const objection of openObjections(model, batch))
        yield decide(model, objection, { who: null, outcome: 'dismissed' });
      return yield claimStep(model, batch, { kind: 'submit', ...usually });
    case 'submitted':
      return yield claimStep(model, batch, { kind: 'review', ...usually });
    case 'reviewed':
      return yield claimStep(model, batch, { kind: 'post', ...usually });
    case 'noticed':
      return yield* waitAndApprove(model, batch, who, thrifty);
    case 'approved':
      return yield* fundAndInstruct(model, batch, who, thrifty);
    case 'instructed':
      return yield* payOut(model, batch, bank);
    case 'paid':
      return;
  }
}

/** Money for a claim that shares it: about half of what it asks for, or all. */
function* grantForShare(model: Model, batch: Batch, thrifty: boolean): Generator<Step> {
  if (!isShort(model, batch)) return;
  const year = dateParts(model.today).year;
  const waited = total(waiting(model).map(subsidyOf));
  const amount = waited + (thrifty ? subsidyOf(batch) / 2n + 1n : subsidyOf(batch));
  if (amount > 0n) yield* grant(model, { who: null, year, amount: Number(amount), again: false });
}

function* waitAndApprove(model: Model, batch: Batch, who: Who, thrifty: boolean): Generator<Step> {
  for (const objection of openObjections(model, batch))
    yield decide(model, objection, { who: null, outcome: 'dismissed' });
  const free = liveNotices(model, batch).map((notice) => notice.freeOn);
  yield* goTo(model, free.reduce(maxDate, model.today));
  yield* grantForShare(model, batch, thrifty);
  yield claimStep(model, batch, { kind: 'approve', who, outdated: false });
}

function* fundAndInstruct(model: Model, batch: Batch, who: Who, thrifty: boolean): Generator<Step> {
  if (batch.funding === 'queued') {
    const year = dateParts(model.today).year;
    const budget = budgetOf(model, year);
    const short = (thrifty ? [batch] : waiting(model)).reduce((sum, one) => sum + subsidyOf(one), 0n);
    const free = budget.granted + budget.recovered - budget.reserved - budget.spent;
    if (short > free) yield* grant(model, { who: null, year, amount: Number(short - free), again: false });
  }
  yield* deliverAll(model);
  if (batch.state === 'approved') yield instruct(model, batch, { who, outdated: false });
}

/** How the bank answers what is on its way: pays all, pays one after the other, or sends back at first. */
type Answering = 'pays' | 'pays one' | 'returns';

interface Going {
  readonly who: Who;
  readonly bank: Answering;
  /** Money is granted for this claim only, and others may wait before it. */
  readonly thrifty: boolean;
}

function* payOut(model: Model, batch: Batch, bank: Answering): Generator<Step> {
  for (const order of model.orders.filter((one) => one.batch === batch)) {
    if (order.payments.some((payment) => payment.state === 'sent')) yield answerRest(model, order, bank);
    for (const payment of order.payments)
      if (payment.state === 'returned') yield correct(order, payment, null);
  }
  yield* deliverAll(model);
  const corrected = model.orders
    .filter((order) => order.batch === batch)
    .flatMap((order) => order.payments)
    .some((payment) => payment.state === 'corrected' && !payment.replaced);
  if (corrected) yield instructAgain(model, batch, { who: null, outdated: false });
}

interface ForwardAsked extends Omit<Going, 'who'> {
  readonly batch: number;
  readonly stages: number;
  readonly hands: number;
}

const forwardMove: Move<ForwardAsked> = {
  name: 'claim goes forward',
  weight: 40,
  args: fc.record({
    batch: which,
    stages: fc.integer({ min: 1, max: 8 }),
    // a bit for each stage: whether another person takes it than usually does
    hands: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 255 }) }),
    bank: fc.constantFrom<Answering>('pays', 'pays one', 'returns'),
    thrifty: fc.boolean(),
  }),
  steps: function* (model, { batch: number, stages, hands, ...going }) {
    const batch = pick(open(model), number);
    for (let stage = 0; batch && stage < stages; stage += 1) {
      const { state } = batch;
      yield* forward(model, batch, { who: (hands >> stage) % 2 === 1 ? 1 : null, ...going });
      if (batch.state === state) return;
    }
  },
};

export const claimMoves = [actMove, forwardMove] as const;
