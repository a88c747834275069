import fc from 'fast-check';
import { addDays, addMonths } from '../../../src/kernel/date.ts';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { answerFile } from '../../support/claim-world.ts';
import { mayDo, personOf, sees, whoDoes, type Act, type Who } from '../actors.ts';
import { BEARERS, POSTED_DAYS, type FundClaim, type FundRecovery } from '../fund-model.ts';
import { isLast, shareOut, splitFen, takeRecoveryBack } from '../fund-rules.ts';
import { outstanding, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { LAST_DAY } from '../terms.ts';
import { someone, which } from './arguments.ts';
import { deliverAll, goTo } from './days.ts';
import { confirmEntered, waitsFor } from './entered.ts';

const yuan = (amount: bigint): string => formatYuan(fen(amount));

/** Money is paid in: entered by one person, confirmed by another. */
export function* payIn(model: Model, kind: 'injection' | 'interest', amount: bigint): Generator<Step> {
  const { fund } = model;
  let entered = '';
  yield {
    said: `examiner enters ${yuan(amount)} of ${kind} of the fund`,
    refusals: [],
    perform: (stage) =>
      stage.post('examiner', `/risk-funds/${fund.id}/movements`, {
        ...{
          kind,
          source: kind === 'injection' ? 'county' : null,
          amount: yuan(amount),
          on_date: model.today,
        },
        document_no: `财预〔2016〕基${fund.paidIn.length + 1}号`,
      }),
    book: ({ body }) => void (entered = String(body['id'])),
  };
  yield {
    said: `approver confirms it`,
    refusals: [],
    perform: (stage) =>
      stage.post('approver', `/risk-fund-movements/${entered}/decisions`, { outcome: 'confirmed' }),
    book: () => void fund.paidIn.push({ kind, amount }),
  };
}

const isOpen = ({ state }: FundClaim): boolean => state !== 'returned';
const covered = (model: Model, loan: Loan): boolean =>
  loan.bank !== 'C' &&
  loan.state === 'disbursed' &&
  outstanding(loan) > 100n &&
  !model.fund.claims.some((claim) => claim.loan === loan && isOpen(claim));

/** The bank claims a part of what is outstanding on a loan that is past its last day. */
function file(model: Model, loan: Loan, percent: number): Step {
  const who = whoDoes(null, 'record a repayment', loan.bank);
  const owes = outstanding(loan);
  const loss = (owes * BigInt(percent)) / 100n;
  return {
    said: `${who} claims ${yuan(loss)} of loan ${loan.id} from the fund`,
    refusals: [],
    perform: async (stage) => {
      const reply = await stage.post(who, '/risk-fund-claims', {
        ...{ loan_id: loan.id, principal: yuan(loss), interest: '0.00', documents: [] },
        loss_determined_on: model.today,
      });
      if (reply.status >= 300) return reply;
      // interest has a reference of its own; here it only bounds what the bank gets beside the loss
      const owed = await stage.ask(
        'select owed_interest_fen as value from risk_fund_claim where id = $1',
        String(reply.body['id']),
      );
      return { ...reply, body: { ...reply.body, owed } };
    },
    book: ({ body }) => {
      const weights = BEARERS.map(({ percent: share }) => share);
      model.fund.claims.push({
        ...{ id: String(body['id']), loan, facts: loan.facts, loss, shares: splitFen(loss, weights) },
        ...{
          beside: owes + BigInt(String(body['owed'])) - loss,
          deciders: [personOf(who)],
          filedOn: model.today,
          freeOn: null,
        },
        ...{ state: 'filed', order: null, recoveries: [], backs: new Map() },
      });
    },
  };
}

const WAY = {
  reviews: { act: 'review a claim', from: 'filed', to: 'reviewed' },
  examinations: { act: 'grant budget', from: 'reviewed', to: 'examined' },
  notices: { act: 'post a claim', from: 'examined', to: 'noticed' },
  approvals: { act: 'approve a claim', from: 'noticed', to: 'approved' },
  'payment-orders': { act: 'pay a claim', from: 'approved', to: 'instructed' },
} as const satisfies Record<string, { act: Act; from: FundClaim['state']; to: FundClaim['state'] }>;
type Way = keyof typeof WAY;
const WAYS = Object.keys(WAY) as Way[];

function advance(model: Model, claim: FundClaim, { way, who: asked }: { way: Way; who: Who }): Step {
  const { act, from, to } = WAY[way];
  const who = whoDoes(asked, act);
  const decides = way !== 'notices';
  const sameDebt = way === 'reviews' || way === 'notices' || claim.facts === claim.loan.facts;
  const { freeOn } = claim;
  return {
    said: `${who}: ${way} of claim ${claim.id} of the fund`,
    refusals: mayDo(who, act)
      ? reasons({
          'risk-fund.wrong-state': claim.state !== from,
          'risk-fund.same-person': decides && claim.deciders.includes(personOf(who)),
          'risk-fund.debt-changed': !sameDebt,
          'notice.running': way === 'approvals' && freeOn !== null && model.today < freeOn,
        })
      : ['permission.missing'],
    perform: (stage) => stage.post(who, `/risk-fund-claims/${claim.id}/${way}`, {}),
    book: ({ body }) => {
      claim.state = to;
      if (decides) claim.deciders.push(personOf(who));
      if (way === 'notices') claim.freeOn = addDays(model.today, POSTED_DAYS + 1);
      if (way === 'payment-orders')
        claim.order = { id: String(body['id']), no: String(body['order_no']), state: 'sent' };
    },
  };
}

function arrives(model: Model, claim: FundClaim): Step {
  const { order, shares } = claim;
  if (!order) throw new Error('nothing was instructed');
  const row = { no: 1, amount: yuan(shares[0] ?? 0n), serial: `BC-${order.no}`, on: model.today };
  return {
    said: `payer books that the compensation of claim ${claim.id} arrived`,
    refusals: [],
    perform: (stage) =>
      stage.post('payer', `/payment-orders/${order.id}/receipts`, answerFile(order.no, [row])),
    book: () => void (order.state = 'paid'),
  };
}

/** From a loan past its last day to the money of the fund, as the offices take it. */
function* compensate(model: Model, loan: Loan, percent: number): Generator<Step> {
  const known = model.fund.claims.length;
  yield file(model, loan, percent);
  const claim = model.fund.claims[known];
  if (!claim) return;
  for (const way of WAYS) {
    if (way === 'approvals' && claim.freeOn) yield* goTo(model, claim.freeOn);
    yield advance(model, claim, { way, who: null });
  }
  yield arrives(model, claim);
  yield* deliverAll(model);
}

/** The bank enters what came back; finance confirms or rejects it. */
function* recover(model: Model, claim: FundClaim, gross: bigint, confirmed: boolean): Generator<Step> {
  const { fund } = model;
  const who = whoDoes(null, 'record a repayment', claim.loan.bank);
  const cost = gross / 20n;
  const known = claim.recoveries.length;
  const serial = `ZH${claim.id}-${known}000`;
  yield {
    said: `${who} enters ${yuan(gross)} that came back on claim ${claim.id}`,
    refusals: claim.state === 'paid' ? [] : ['risk-fund.wrong-state'],
    perform: (stage) =>
      stage.post(who, `/risk-fund-claims/${claim.id}/recoveries`, {
        ...{ received_on: model.today, gross: yuan(gross), cost: yuan(cost), bank_serial: serial },
      }),
    book: ({ body }) =>
      void claim.recoveries.push({
        ...{ id: String(body['id']), claim, net: gross - cost, by: personOf(who), state: 'entered' },
        ...{ parts: [], beyond: 0n, rest: 0n, setOff: new Map(), confirmedNo: 0 },
      }),
  };
  const recovery = claim.recoveries[known];
  if (!recovery) return;
  yield {
    said: `approver ${confirmed ? 'confirms' : 'rejects'} recovery ${recovery.id}`,
    refusals: [],
    perform: (stage) =>
      stage.post('approver', `/risk-fund-recoveries/${recovery.id}/decisions`, {
        outcome: confirmed ? 'confirmed' : 'rejected',
      }),
    book: () => (confirmed ? shareOut(fund, recovery) : void (recovery.state = 'rejected')),
  };
}

/** 冲正: one person enters that a recovery was wrong, another confirms it; the last one first. */
function* takeBackRecovery(model: Model, recovery: FundRecovery): Generator<Step> {
  const key = `recovery ${recovery.id}`;
  const refusals = (): string[] =>
    recovery.state === 'confirmed'
      ? reasons({ 'risk-fund.recovery-not-last': !isLast(recovery) })
      : ['risk-fund.recovery-not-confirmed'];
  const known = model.entered.length;
  yield {
    said: `examiner enters the reversal of recovery ${recovery.id}`,
    refusals: [...refusals(), ...reasons({ 'countersign.waiting': waitsFor(model, key) })],
    perform: (stage) =>
      stage.post('examiner', `/risk-fund-recoveries/${recovery.id}/reversals`, {
        ...{ document_no: '冲正单2016-1', reason: '金额录入有误' },
      }),
    book: ({ body }) =>
      void model.entered.push({
        ...{ id: String(body['id']), what: 'recovery_reversal', bank: null, key, by: personOf('examiner') },
        ...{ state: 'entered', refusals, book: () => takeRecoveryBack(recovery) },
      }),
  };
  const work = model.entered[known];
  if (work) yield confirmEntered(model, work, null);
}

const payInMove: Move<{ amount: number; interest: boolean }> = {
  name: 'fund money',
  weight: 2,
  args: fc.record({ amount: fc.integer({ min: 1, max: 9_999_99 }), interest: fc.boolean() }),
  steps: function* (model, { amount, interest }) {
    yield* payIn(model, interest ? 'interest' : 'injection', BigInt(amount));
  },
};

const compensateMove: Move<{ loan: number; percent: number; back: readonly number[] }> = {
  name: 'fund compensates a bad loan',
  weight: 12,
  args: fc.record({
    loan: which,
    percent: fc.constantFrom(100, 100, 67, 33),
    back: fc.array(fc.integer({ min: 1, max: 130 }), { maxLength: 3 }),
  }),
  steps: function* (model, { loan: number, percent, back }) {
    const found = model.loans.filter((loan) => covered(model, loan));
    const loan = pick(found, number);
    if (!loan?.disbursedOn) return;
    const due = addDays(addMonths(loan.disbursedOn, loan.months), 15);
    const day = due > model.today ? due : model.today;
    if (addDays(day, POSTED_DAYS + 2) > LAST_DAY) return;
    yield* goTo(model, day);
    yield* deliverAll(model);
    if (!covered(model, loan)) return;
    const known = model.fund.claims.length;
    yield* compensate(model, loan, percent);
    const claim = model.fund.claims[known];
    if (!claim) return;
    for (const share of back) yield* recover(model, claim, (claim.loss * BigInt(share)) / 100n, true);
  },
};

const stepMove: Move<{ claim: number; way: Way; who: Who }> = {
  name: 'fund claim step',
  weight: 3,
  args: fc.record({ claim: which, way: fc.constantFrom(...WAYS), who: someone }),
  steps: function* (model, { claim: number, way, who }) {
    const claim = pick(model.fund.claims, number);
    if (claim && sees(whoDoes(who, WAY[way].act), claim.loan.bank)) yield advance(model, claim, { way, who });
  },
};

const recoverMove: Move<{ claim: number; share: number; confirmed: boolean }> = {
  name: 'fund recovers',
  weight: 8,
  args: fc.record({
    ...{ claim: which, share: fc.integer({ min: 1, max: 160 }) },
    confirmed: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn > 0),
  }),
  steps: function* (model, { claim: number, share, confirmed }) {
    const claim = pick(model.fund.claims, number);
    if (claim) yield* recover(model, claim, (claim.loss * BigInt(share)) / 100n, confirmed);
  },
};

const takeBackMove: Move<number> = {
  name: 'fund recovery reversed',
  weight: 8,
  args: which,
  steps: function* (model, number) {
    const recoveries = model.fund.claims.flatMap((claim) => claim.recoveries);
    const recovery = pick(
      [...recoveries].sort((a, b) => b.confirmedNo - a.confirmedNo),
      number,
    );
    if (recovery) yield* takeBackRecovery(model, recovery);
  },
};

export const fundMoves = [payInMove, compensateMove, stepMove, recoverMove, takeBackMove] as const;
