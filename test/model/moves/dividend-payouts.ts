import fc from 'fast-check';
import { addDays } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { answerFile } from '../../support/claim-world.ts';
import { mayDo, personOf, sees, whoDoes, type Act, type Bank, type Who } from '../actors.ts';
import type { Payout, PayoutLine, PayoutOrder, PayoutPayment } from '../dividend-model.ts';
import { payables, withheldOf } from '../dividend-rules.ts';
import type { Model } from '../model.ts';
import type { Reply } from '../stage.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { DIVIDENDS } from '../terms.ts';
import { someone, which } from './arguments.ts';
import { deliverAll, goTo } from './days.ts';

function draft(model: Model, bank: Bank, asked: Who): Step {
  const { dividends } = model;
  const who = whoDoes(asked, 'draft a payout');
  const waiting = payables(dividends, bank);
  return {
    said: `${who} draws up the payout of what waits at bank ${bank}`,
    refusals: mayDo(who, 'draft a payout')
      ? reasons({ 'dividend.nothing-to-pay': waiting.length === 0 })
      : ['permission.missing'],
    perform: async (stage) =>
      stage.post(who, '/dividend-payouts', {
        ...{ enterprise_id: dividends.enterprise, bank_id: await stage.bankId(bank) },
      }),
    book: ({ body }) =>
      void dividends.payouts.push({
        ...{ id: String(body['id']), bank, state: 'drafted', freeOn: null, deciders: [personOf(who)] },
        lines: waiting.map((allotment, at): PayoutLine => {
          const withheld = withheldOf(allotment);
          return { no: at + 1, allotment, withheld, net: allotment.amount - withheld, state: 'pending' };
        }),
      }),
  };
}

type PayoutAct = 'post' | 'approve' | 'instruct' | 'withdraw';
const ACTS: Readonly<Record<PayoutAct, { act: Act; path: string; from: readonly Payout['state'][] }>> = {
  post: { act: 'draft a payout', path: 'notices', from: ['drafted'] },
  approve: { act: 'approve a payout', path: 'approvals', from: ['noticed'] },
  instruct: { act: 'pay a payout', path: 'instructions', from: ['approved'] },
  withdraw: { act: 'draft a payout', path: 'withdrawals', from: ['drafted', 'noticed', 'approved'] },
};

function ordered(model: Model, payout: Payout, reply: Reply, lines: readonly PayoutLine[]): void {
  const payments = lines.map((line, at): PayoutPayment => ({
    ...{ no: at + 1, line, state: 'sent', correctedBy: null, replaced: false },
  }));
  const { id, order_no: no } = reply.body;
  model.dividends.orders.push({ id: String(id), no: String(no), payout, payments, answers: [] });
}

function change(model: Model, payout: Payout, done: { act: PayoutAct; by: number; reply: Reply }): void {
  const { act, by, reply } = done;
  if (act === 'post') {
    Object.assign(payout, { state: 'noticed', freeOn: addDays(model.today, DIVIDENDS.boardDays + 1) });
    return;
  }
  if (act === 'withdraw') {
    payout.state = 'withdrawn';
    for (const line of payout.lines) line.state = 'withdrawn';
    return;
  }
  payout.deciders.push(by);
  payout.state = act === 'approve' ? 'approved' : 'instructed';
  if (act === 'instruct') ordered(model, payout, reply, payout.lines);
}

function step(model: Model, payout: Payout, { act, who: asked }: { act: PayoutAct; who: Who }): Step {
  const { act: post, path, from } = ACTS[act];
  const who = whoDoes(asked, post);
  const decides = act === 'approve' || act === 'instruct';
  const refusals = (): string[] => {
    if (!mayDo(who, post)) return ['permission.missing'];
    if (!from.includes(payout.state)) return ['dividend.payout-state'];
    return reasons({
      'notice.running': act === 'approve' && payout.freeOn !== null && model.today < payout.freeOn,
      'dividend.same-person': decides && payout.deciders.includes(personOf(who)),
    });
  };
  return {
    said: `${who}: ${act} payout ${payout.id}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(
        who,
        `/dividend-payouts/${payout.id}/${path}`,
        act === 'withdraw' ? { reason: '名单有误' } : {},
      ),
    book: (reply) => change(model, payout, { act, by: personOf(who), reply }),
  };
}

const paymentsOf = (model: Model, payout: Payout): PayoutPayment[] =>
  model.dividends.orders.filter((order) => order.payout === payout).flatMap((order) => order.payments);

function instructAgain(model: Model, payout: Payout, asked: Who): Step {
  const who = whoDoes(asked, 'pay a payout');
  const corrected = paymentsOf(model, payout).filter(
    ({ state, replaced }) => state === 'corrected' && !replaced,
  );
  const refusals = (): string[] => {
    if (!mayDo(who, 'pay a payout')) return ['permission.missing'];
    if (payout.state !== 'instructed' && payout.state !== 'partial') return ['dividend.payout-state'];
    return reasons({
      'dividend.nothing-corrected': corrected.length === 0,
      'payment.same-person': corrected.some(({ correctedBy }) => correctedBy === personOf(who)),
      'dividend.same-person': payout.deciders.slice(0, 2).includes(personOf(who)),
    });
  };
  return {
    said: `${who} pays again what came back of payout ${payout.id}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/dividend-payouts/${payout.id}/reinstructions`),
    book: (reply) => {
      for (const payment of corrected) payment.replaced = true;
      ordered(
        model,
        payout,
        reply,
        corrected.map(({ line }) => line),
      );
    },
  };
}

type Outcome = '成功' | '失败' | null;

function answer(model: Model, order: PayoutOrder, given: { who: Who; outcomes: readonly Outcome[] }): Step {
  const { bank } = order.payout;
  const who = whoDoes(given.who, 'book an answer', bank);
  const rows = order.payments.flatMap(({ no, line }) => {
    const outcome = given.outcomes[(no - 1) % given.outcomes.length];
    const serial = `FF${order.id}-${no}`;
    return outcome ? [{ no, amount: formatYuan(line.net), outcome, serial, on: model.today }] : [];
  });
  const file = answerFile(order.no, rows);
  const contradicts = rows.some(({ no, outcome }) => {
    const { state } = order.payments[no - 1]!;
    return state !== 'sent' && (state === 'paid') !== (outcome === '成功');
  });
  const refusals = (): string[] => {
    if (!mayDo(who, 'book an answer')) return ['permission.missing'];
    if (!sees(who, bank)) return ['payment.order-not-found'];
    return reasons({ 'payment.answer-contradicts': contradicts && !order.answers.includes(file) });
  };
  return {
    said: `${who} books the bank's answer to order ${order.id} of a payout: ${rows.map(({ no, outcome }) => `${no} ${outcome === '成功' ? 'paid' : 'returned'}`).join(', ')}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/payment-orders/${order.id}/receipts`, file),
    book: () => {
      if (order.answers.includes(file)) return;
      order.answers.push(file);
      for (const { no, outcome } of rows) {
        const payment = order.payments[no - 1]!;
        if (payment.state === 'sent') payment.state = outcome === '成功' ? 'paid' : 'returned';
      }
    },
  };
}

function correct(order: PayoutOrder, payment: PayoutPayment, asked: Who): Step {
  const { bank } = order.payout;
  const who = whoDoes(asked, 'correct a payment', bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'correct a payment')) return ['permission.missing'];
    if (!sees(who, bank)) return ['payment.line-not-found'];
    return reasons({ 'payment.line-not-returned': payment.state !== 'returned' });
  };
  return {
    said: `${who} corrects payment ${payment.no} of order ${order.id} of a payout`,
    refusals: refusals(),
    perform: async (stage) => {
      const text = 'select id as value from payment_line where order_id = $1 and line_no = $2';
      const id = await stage.ask(text, order.id, payment.no);
      return stage.post(who, `/payment-lines/${id}/corrections`, {
        booking_ref: 'XY-2',
        remark: '协议号更正',
      });
    },
    book: () => void Object.assign(payment, { state: 'corrected', correctedBy: personOf(who) }),
  };
}

/** From the list to the bank's order, as far as asked. */
function* payOut(model: Model, bank: Bank, far: number): Generator<Step> {
  const known = model.dividends.payouts.length;
  yield draft(model, bank, null);
  const payout = model.dividends.payouts[known];
  if (!payout || far === 0) return;
  yield step(model, payout, { act: 'post', who: null });
  if (far === 1) return;
  yield* goTo(model, addDays(model.today, DIVIDENDS.boardDays + 1));
  yield step(model, payout, { act: 'approve', who: null });
  if (far > 2 && payout.state === 'approved') yield step(model, payout, { act: 'instruct', who: null });
}

const bank = fc.constantFrom<Bank>('A', 'C', 'C');

const draftMove: Move<{ who: Who; bank: Bank; far: number | null }> = {
  name: 'payout: list',
  weight: 7,
  args: fc.record({ who: someone, bank, far: fc.constantFrom(null, 0, 1, 2, 3, 3, 3, 3) }),
  steps: function* (model, { who, bank: at, far }) {
    if (model.dividends.allotments.length === 0) return;
    if (far === null || payables(model.dividends, at).length === 0) yield draft(model, at, who);
    else yield* payOut(model, at, far);
  },
};

const stepMove: Move<{ who: Who; act: PayoutAct | 'again'; payout: number }> = {
  name: 'payout: step',
  weight: 5,
  args: fc.record({
    who: someone,
    act: fc.constantFrom('post', 'approve', 'instruct', 'withdraw', 'again'),
    payout: which,
  }),
  steps: function* (model, { who, act, payout: number }) {
    const { payouts } = model.dividends;
    const fitting = payouts.filter(({ state }) =>
      act === 'again' ? ['instructed', 'partial'].includes(state) : ACTS[act].from.includes(state),
    );
    const payout = pick(number < 10 && fitting.length > 0 ? fitting : payouts, number);
    if (!payout) return;
    yield act === 'again' ? instructAgain(model, payout, who) : step(model, payout, { act, who });
  },
};

const outcome = fc.constantFrom<Outcome>('成功', '成功', '失败', null);

const answerMove: Move<{ who: Who; outcomes: readonly Outcome[]; order: number; settled: boolean }> = {
  name: 'payout: answer',
  weight: 7,
  args: fc.record({
    who: someone,
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 3 }),
    order: which,
    settled: fc.boolean(),
  }),
  steps: function* (model, { order: number, settled, ...given }) {
    const order = pick([...model.dividends.orders].reverse(), number);
    if (!order || order.payments.every(({ no }) => !given.outcomes[(no - 1) % given.outcomes.length])) return;
    yield answer(model, order, given);
    if (settled) yield* deliverAll(model);
  },
};

const correctMove: Move<{ who: Who; payment: number; again: boolean }> = {
  name: 'payout: correct',
  weight: 4,
  args: fc.record({ who: someone, payment: which, again: fc.boolean() }),
  steps: function* (model, { who, payment: number, again }) {
    const all = model.dividends.orders.flatMap((order) =>
      order.payments.map((payment) => ({ order, payment })),
    );
    const returned = all.filter(({ payment }) => payment.state === 'returned');
    const found = pick(number < 10 && returned.length > 0 ? returned : all, number);
    if (!found) return;
    yield correct(found.order, found.payment, who);
    if (again && found.payment.state === 'corrected') yield instructAgain(model, found.order.payout, null);
  },
};

export const dividendPayoutMoves = [draftMove, stepMove, answerMove, correctMove] as const;
