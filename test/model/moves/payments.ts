import fc from 'fast-check';
import { addDays } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { answerFile } from '../../support/claim-world.ts';
import { mayDo, personOf, sees, type Name, whoDoes, type Who } from '../actors.ts';
import {
  payable,
  paymentsOf,
  staleLines,
  unassessed,
  type Batch,
  type Model,
  type Order,
  type Payment,
} from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import type { Reply, Stage } from '../stage.ts';
import { rarely, someone, which } from './arguments.ts';

interface Instruction {
  readonly who: Who;
  readonly outdated: boolean;
}

const STALE = 'a'.repeat(64);

const order =
  (who: Name, batch: Batch, path: string, outdated: boolean) =>
  async (stage: Stage): Promise<Reply> =>
    stage.post(who, `/subsidy-batches/${batch.id}/${path}`, {
      lines_hash: outdated ? STALE : await stage.hashOf(batch.id),
    });

function bookOrder(model: Model, batch: Batch, reply: Reply, lines: readonly Payment['line'][]): void {
  model.orders.push({
    ...{ id: String(reply.body['id']), no: String(reply.body['order_no']), batch, answers: [] },
    round: model.orders.filter((known) => known.batch === batch).length + 1,
    instructedOn: model.today,
    payments: lines.map((line, at) => ({
      ...{ no: at + 1, line, amount: line.pays, state: 'sent', correctedBy: null, replaced: false },
    })),
  });
}

const inChain = (a: Payment['line'], b: Payment['line']): number =>
  Number(BigInt(a.loan.id) - BigInt(b.loan.id)) || (a.to < b.to ? -1 : 1);

/** The first order of an approved batch: from now on its days are closed. */
export function instruct(model: Model, batch: Batch, { who: asked, outdated }: Instruction): Step {
  const who = whoDoes(asked, 'pay a claim');
  return {
    said: `${who} instructs the payment of batch ${batch.id}${outdated ? ' by an outdated list' : ''}`,
    refusals: mayDo(who, 'pay a claim')
      ? reasons({
          'subsidy.wrong-state': batch.state !== 'approved',
          'subsidy.not-funded': batch.funding !== 'reserved',
          'subsidy.stale-hash': outdated,
          'subsidy.stale-lines': staleLines(batch).length + unassessed(model, batch).length > 0,
          'subsidy.same-person': batch.deciders.includes(personOf(who)),
        })
      : ['permission.missing'],
    perform: order(who, batch, 'payment-orders', outdated),
    book: (reply) => {
      const items = payable(batch).sort(inChain);
      // all that was due may be kept back: then nothing is to be paid
      batch.state = items.length === 0 ? 'paid' : 'instructed';
      if (items.length > 0) bookOrder(model, batch, reply, items);
      // what was cut is looked at again at once, and the next batch makes it up
      for (const { loan, from, cut } of batch.lines)
        if (cut > 0n) {
          const touchedFrom = loan.touchedFrom !== null && loan.touchedFrom < from ? loan.touchedFrom : from;
          Object.assign(loan, { touchedFrom, assessed: 0 });
        }
      for (const { loan } of batch.lines)
        if (loan.paidThrough === null || loan.paidThrough < batch.to) loan.paidThrough = batch.to;
    },
  };
}

/** A later order of what came back and was corrected. */
export function instructAgain(model: Model, batch: Batch, { who: asked, outdated }: Instruction): Step {
  const who = whoDoes(asked, 'pay a claim');
  const corrected = paymentsOf(model, batch).filter(
    (payment) => payment.state === 'corrected' && !payment.replaced,
  );
  return {
    said: `${who} instructs corrected payments of batch ${batch.id}${outdated ? ' by an outdated list' : ''}`,
    refusals: mayDo(who, 'pay a claim')
      ? reasons({
          'subsidy.wrong-state': batch.state !== 'instructed',
          'subsidy.stale-hash': outdated,
          'subsidy.nothing-corrected': corrected.length === 0,
          'subsidy.same-person': batch.deciders.includes(personOf(who)),
          'payment.same-person': corrected.some((payment) => payment.correctedBy === personOf(who)),
        })
      : ['permission.missing'],
    perform: order(who, batch, 'repayment-orders', outdated),
    book: (reply) => {
      const lines = corrected.map((payment) => payment.line);
      for (const payment of corrected) payment.replaced = true;
      bookOrder(model, batch, reply, lines);
    },
  };
}

type Outcome = '成功' | '失败' | null;
type Fault = 'amount' | 'day' | 'order' | null;

interface Answer {
  readonly who: Who;
  /** What the bank says of each payment; of those without an outcome nothing. */
  readonly outcomes: readonly Outcome[];
  readonly fault: Fault;
}

/** What an answer says, line by line. */
function rowsOf(model: Model, order: Order, { outcomes, fault }: Answer) {
  return order.payments.flatMap(({ no, amount }) => {
    const outcome = outcomes[(no - 1) % outcomes.length];
    if (!outcome) return [];
    const wrong = fault === 'amount' ? 1n : 0n;
    const on = fault === 'day' ? addDays(model.today, 1) : model.today;
    return [{ no, amount: formatYuan(amount + wrong), outcome, serial: `FK${order.id}-${no}`, on }];
  });
}

type Rows = ReturnType<typeof rowsOf>;

function contradicts(order: Order, rows: Rows): boolean {
  return rows.some(({ no, outcome }) => {
    const { state } = order.payments[no - 1]!;
    return state !== 'sent' && (state === 'paid') !== (outcome === '成功');
  });
}

function bookAnswer(order: Order, rows: Rows, file: string): void {
  if (order.answers.includes(file)) return;
  order.answers.push(file);
  for (const { no, outcome } of rows) {
    const payment = order.payments[no - 1]!;
    if (payment.state === 'sent') payment.state = outcome === '成功' ? 'paid' : 'returned';
  }
}

function answer(model: Model, order: Order, given: Answer): Step {
  const { fault } = given;
  const who = whoDoes(given.who, 'book an answer', order.batch.bank);
  const rows = rowsOf(model, order, given);
  const file = answerFile(fault === 'order' ? 'BF620821-X' : order.no, rows);
  const said = rows.map(({ no, outcome }) => `${no} ${outcome === '成功' ? 'paid' : 'returned'}`).join(', ');
  const refusals = (): string[] => {
    if (!mayDo(who, 'book an answer')) return ['permission.missing'];
    if (!sees(who, order.batch.bank)) return ['payment.order-not-found'];
    if (fault === null && order.answers.includes(file)) return [];
    return reasons({
      'payment.other-order': fault === 'order',
      'payment.other-amount': fault === 'amount',
      'payment.answer-day': fault === 'day',
      'payment.answer-contradicts': contradicts(order, rows),
    });
  };
  return {
    said: `${who} books the bank's answer to order ${order.id}: ${said}${fault ? ` with a wrong ${fault}` : ''}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/payment-orders/${order.id}/receipts`, file),
    book: () => bookAnswer(order, rows, file),
  };
}

/** The bank's answer about what is still on its way; what was sent back once is paid the next time. */
export function answerRest(model: Model, order: Order, how: 'pays' | 'pays one' | 'returns'): Step {
  const first = order.payments.find(({ state }) => state === 'sent');
  const outcomes = order.payments.map((payment): Outcome => {
    if (payment.state !== 'sent' || (how === 'pays one' && payment !== first)) return null;
    return how === 'returns' && order.round === 1 ? '失败' : '成功';
  });
  return answer(model, order, { who: null, outcomes, fault: null });
}

export function correct(order: Order, payment: Payment, asked: Who): Step {
  const who = whoDoes(asked, 'correct a payment', order.batch.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'correct a payment')) return ['permission.missing'];
    if (!sees(who, order.batch.bank)) return ['payment.line-not-found'];
    return reasons({ 'payment.line-not-returned': payment.state !== 'returned' });
  };
  return {
    said: `${who} corrects payment ${payment.no} of order ${order.id}`,
    refusals: refusals(),
    perform: async (stage) => {
      const id = await stage.ask(
        'select id as value from payment_line where order_id = $1 and line_no = $2',
        ...[order.id, payment.no],
      );
      return stage.post(who, `/payment-lines/${id}/corrections`, {
        booking_ref: 'JJ-2',
        remark: '借据号更正',
      });
    },
    book: () => void Object.assign(payment, { state: 'corrected', correctedBy: personOf(who) }),
  };
}

const instructMove: Move<Instruction & { batch: number; again: boolean }> = {
  name: 'instruct',
  weight: 5,
  args: fc.record({ who: someone, outdated: rarely, batch: which, again: fc.boolean() }),
  steps: function* (model, { batch: number, again, ...given }) {
    const wanted = again ? 'instructed' : 'approved';
    const fitting = model.batches.filter((batch) => batch.state === wanted);
    const batch = pick(number < 10 && fitting.length > 0 ? fitting : model.batches, number);
    if (batch) yield (again ? instructAgain : instruct)(model, batch, given);
  },
};

const outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant('成功' as const) },
  { weight: 3, arbitrary: fc.constant('失败' as const) },
  { weight: 2, arbitrary: fc.constant(null) },
);

const answerMove: Move<Answer & { order: number }> = {
  name: 'answer',
  weight: 9,
  args: fc.record({
    who: someone,
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 4 }),
    fault: fc.oneof(
      { weight: 8, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('amount' as const, 'day' as const, 'order' as const) },
    ),
    order: which,
  }),
  steps: function* (model, { order: number, ...given }) {
    const found = pick([...model.orders].reverse(), number);
    if (found && rowsOf(model, found, given).length > 0) yield answer(model, found, given);
  },
};

const correctMove: Move<{ who: Who; payment: number }> = {
  name: 'correct',
  weight: 4,
  args: fc.record({ who: someone, payment: which }),
  steps: function* (model, { who, payment: number }) {
    const all = model.orders.flatMap((one) => one.payments.map((payment) => ({ one, payment })));
    const returned = all.filter(({ payment }) => payment.state === 'returned');
    const found = pick(number < 10 && returned.length > 0 ? returned : all, number);
    if (found) yield correct(found.one, found.payment, who);
  },
};

export const paymentMoves = [instructMove, answerMove, correctMove] as const;
