import fc from 'fast-check';
import { addDays, addMonths, dateParts } from '../../../src/kernel/date.ts';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, NAMES, personOf, whoDoes, type Name, type Who } from '../actors.ts';
import { differencesOf } from '../adjust-rules.ts';
import { fundWaiting } from '../claim-rules.ts';
import { deliverAll } from './days.ts';
import { strike } from './entitlement.ts';
import { balanceOn, isEntitled } from '../draw-lines.ts';
import { budgetOf, total, type Clawback, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { TERMS } from '../terms.ts';
import { rarely, someone, which } from './arguments.ts';
import { confirmEntered } from './entered.ts';

const overpaid = (model: Model, loan: Loan) =>
  differencesOf(model, loan, [])
    .filter(({ due, settled }) => settled > due)
    .map(({ to, due, settled }) => ({ to, amount: settled - due }));

/** Whether a loan still brings subsidy within a year, day by day by all that is entered. */
function earns(model: Model, loan: Loan): boolean {
  const { disbursedOn } = loan;
  if (disbursedOn === null || loan.state === 'signed') return false;
  const last = addMonths(disbursedOn, Math.min(loan.months, TERMS[loan.bank].accrual.subsidyTermMonths));
  for (let day = model.today; day < addMonths(model.today, 12) && day < last; day = addDays(day, 1))
    if (balanceOn(loan, day) > 0n && isEntitled(loan, day).entitled) return true;
  return false;
}

function propose(model: Model, loan: Loan, asked: Who): Step {
  const who = whoDoes(asked, 'ask back', loan.bank);
  const lines = overpaid(model, loan);
  const counting = loan.touchedFrom !== null && loan.assessed !== loan.facts;
  const beside = model.loans.filter(
    (other) => other.household === loan.household && other.bank === loan.bank,
  );
  const waits = model.clawbacks.some((order) => order.loan === loan && order.state === 'proposed');
  return {
    said: `${who} asks back what was overpaid on loan ${loan.id}`,
    refusals: mayDo(who, 'ask back')
      ? reasons({
          'clawback.counting': counting,
          'clawback.nothing-overpaid': lines.length === 0,
          'clawback.offset-first': beside.some((other) => earns(model, other)),
          'clawback.waiting': waits,
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/subsidy-clawbacks`, {
        ...{ reason: '多付贴息追回', due_on: addMonths(model.today, 6) },
      }),
    book: ({ body }) => {
      const id = String(body['id']);
      model.clawbacks.push({ id, loan, proposedBy: personOf(who), lines, state: 'proposed', repaid: 0n });
      loan.assessed = 0;
    },
  };
}

const decider = ({ proposedBy }: Clawback): Name =>
  NAMES.find((name) => mayDo(name, 'decide an order') && personOf(name) !== proposedBy)!;

function decide(model: Model, order: Clawback, asked: Who, confirmed: boolean): Step {
  const who = asked === null ? decider(order) : whoDoes(asked, 'decide an order');
  const { loan } = order;
  const outdated = loan.rest > 0n || overpaid(model, loan).length > 0;
  const refusals = (): string[] => {
    if (!mayDo(who, 'decide an order')) return ['permission.missing'];
    if (order.state !== 'proposed') return ['clawback.wrong-state'];
    if (order.proposedBy === personOf(who)) return ['clawback.same-person'];
    if (!confirmed) return [];
    return reasons({ 'clawback.counting': loan.assessed !== loan.facts, 'clawback.outdated': outdated });
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'refuses'} order ${order.id} to pay back`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(
        who,
        `/subsidy-clawbacks/${order.id}/${confirmed ? 'confirmations' : 'refusals'}`,
        confirmed ? {} : { reason: '金额有误，退回' },
      ),
    book: () => {
      order.state = confirmed ? 'confirmed' : 'refused';
      if (!confirmed) loan.assessed = 0;
    },
  };
}

function* repay(
  model: Model,
  order: Clawback,
  asked: { readonly who: Who; readonly share: number; readonly second?: Who },
): Generator<Step> {
  const known = model.entered.length;
  yield enterRepayment(model, order, asked.who, asked.share);
  const work = model.entered[known];
  if (work) yield confirmEntered(model, work, asked.second ?? null);
}

function enterRepayment(model: Model, order: Clawback, asked: Who, share: number): Step {
  const who = whoDoes(asked, 'book money back');
  const asks = total(order.lines.map(({ amount }) => amount));
  const open = asks - order.repaid;
  const amount = share > 100 ? open + 1n : (open * BigInt(share)) / 100n || 1n;
  const serial = `ZJ${order.id}-${model.entered.length}`;
  const refusals = () =>
    reasons({
      'clawback.wrong-state': order.state !== 'confirmed',
      'clawback.over-amount': amount > asks - order.repaid,
    });
  return {
    said: `${who} enters ${formatYuan(fen(amount))} that came back for order ${order.id}`,
    refusals: mayDo(who, 'book money back') ? refusals() : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/subsidy-clawbacks/${order.id}/repayments`, {
        ...{ paid_on: model.today, amount: formatYuan(fen(amount)), bank_serial: serial },
      }),
    book: ({ body }) =>
      model.entered.push({
        ...{ id: String(body['id']), what: 'clawback_repayment', bank: null, key: serial, by: personOf(who) },
        ...{ state: 'entered', refusals },
        book: () => {
          const { year } = dateParts(model.today);
          order.repaid += amount;
          budgetOf(model, year).recovered += amount;
          if (order.repaid === asks) order.state = 'settled';
          fundWaiting(model, year);
        },
      }),
  };
}

interface Asked {
  readonly who: Who;
  readonly loan: number;
  /** Asks about loans with nothing to ask back as well. */
  readonly any: boolean;
}

const proposeMove: Move<Asked & { confirmed: boolean }> = {
  name: 'ask back',
  weight: 8,
  args: fc.record({ who: someone, loan: which, any: rarely, confirmed: fc.boolean() }),
  steps: function* (model, { who, loan: number, any }) {
    const found = model.loans.filter((loan) => any || overpaid(model, loan).length > 0);
    const loan = pick(found, number);
    if (loan && loan.disbursedOn !== null) yield propose(model, loan, who);
  },
};

const decideMove: Move<{ who: Who; order: number; confirmed: boolean }> = {
  name: 'decide to ask back',
  weight: 6,
  args: fc.record({ who: someone, order: which, confirmed: fc.boolean() }),
  steps: function* (model, { who, order: number, confirmed }) {
    const order = pick([...model.clawbacks].reverse(), number);
    if (order) yield decide(model, order, who, confirmed);
  },
};

const repayMove: Move<{ who: Who; order: number; share: number; second: Who }> = {
  name: 'money comes back',
  weight: 5,
  args: fc.record({
    ...{ who: someone, order: which, share: fc.constantFrom(1, 50, 100, 100, 101) },
    second: someone,
  }),
  steps: function* (model, { who, order: number, share, second }) {
    const order = pick([...model.clawbacks].reverse(), number);
    if (order) yield* repay(model, order, { who, share, second });
  },
};

/**
 * From a lost entitlement on a paid day to the money that comes back: what chance alone seldom strings
 * together.
 */
const storyMove: Move<{ loan: number; day: number; decided: number; share: number }> = {
  name: 'a paid day is struck',
  weight: 14,
  args: fc.record({
    loan: which,
    day: fc.nat({ max: 60 }),
    decided: fc.nat({ max: 9 }),
    share: fc.constantFrom(50, 100, 101),
  }),
  steps: function* (model, { loan: number, day, decided, share }) {
    const paid = model.loans.filter(({ paidThrough }) => paidThrough !== null);
    const loan = pick(paid, number);
    if (!loan) return;
    yield* strike(model, loan, day);
    yield* deliverAll(model);
    const known = model.clawbacks.length;
    yield propose(model, loan, null);
    const order = model.clawbacks[known];
    if (!order) return;
    if (decided > 1) yield* deliverAll(model);
    yield decide(model, order, null, decided > 3);
    yield* deliverAll(model);
    if (decided > 3) yield* repay(model, order, { who: null, share });
  },
};

export const clawbackMoves = [proposeMove, decideMove, repayMove, storyMove] as const;
