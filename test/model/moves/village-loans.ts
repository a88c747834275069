import fc from 'fast-check';
import { addDays, addMonths, type PlainDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, whoDoes, type Who } from '../actors.ts';
import type { Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { VILLAGE } from '../terms.ts';
import type { Member, VillageLoan } from '../village-model.ts';
import * as rules from '../village-rules.ts';
import { rarely, someone, which } from './arguments.ts';
import { goTo } from './days.ts';
import { enter, sealed } from './village.ts';

interface Application {
  readonly who: Who;
  readonly member: number;
  /** Hundredths of the limit. */
  readonly share: number;
  readonly months: number;
}

function apply(model: Model, member: Member, asked: Application): Step {
  const { village } = model;
  const who = whoDoes(asked.who, 'enter village money');
  const limit = rules.limitOf(village, member);
  const amount = asked.share > 100 ? limit + 1n : (limit * BigInt(asked.share)) / 100n;
  const own = rules.ownOf(village, member) + rules.baseOf(village, member);
  const refusals = reasons({
    'mutual-aid.term-outside': asked.months < VILLAGE.minMonths || asked.months > VILLAGE.maxMonths,
    'mutual-aid.above-limit': amount > limit,
    'mutual-aid.loan-open': rules.openLoanOf(village, member) !== undefined,
    'mutual-aid.lending-stopped': rules.lendingStopped(village, model.today),
    'mutual-aid.group-owes': rules.someoneOwes(village, model.today),
  });
  return {
    said: `${who} applies for ${formatYuan(amount)} over ${asked.months} months for member ${member.no}`,
    refusals: mayDo(who, 'enter village money') ? refusals : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/mutual-societies/${village.id}/loans`, {
        ...{ member_id: member.id, amount: formatYuan(amount), months: asked.months, purpose: '购买育肥羊' },
      }),
    book: ({ body }) =>
      void village.loans.push({
        ...{ id: String(body['id']), member, amount, months: asked.months, own, appliedBy: personOf(who) },
        ...{
          state: 'applied',
          seals: new Map(),
          signed: new Set(),
          lentOn: null,
          dueOn: null,
          outstanding: 0n,
          settled: 0,
        },
        closedOn: null,
      }),
  };
}

function approve(loan: VillageLoan, asked: Who): Step {
  const who = whoDoes(asked, 'approve a village loan');
  const known = loan.seals.has(who);
  const refusals = (): string[] => {
    if (!mayDo(who, 'approve a village loan')) return ['permission.missing'];
    if (loan.state !== 'applied') return ['mutual-aid.wrong-state'];
    return known ? ['mutual-aid.same-person', 'mutual-aid.already-decided'] : [];
  };
  return {
    said: `${who} approves village loan ${loan.id}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/mutual-loans/${loan.id}/approvals`),
    book: () => void loan.seals.set(who, personOf(who)),
  };
}

function sign(model: Model, loan: VillageLoan, asked: { who: Who; member: Member }): Step {
  const who = whoDoes(asked.who, 'note a guarantor');
  const { member } = asked;
  const done = loan.state !== 'applied' && loan.state !== 'approved';
  return {
    said: `${who} notes that member ${member.no} signed for village loan ${loan.id}`,
    refusals: mayDo(who, 'note a guarantor')
      ? reasons({
          'mutual-aid.signature-too-late': done,
          'mutual-aid.not-a-guarantor': member.id === loan.member.id,
          'mutual-aid.signed-already': loan.signed.has(member.id),
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/mutual-loans/${loan.id}/guarantor-signatures`, {
        ...{ member_id: member.id, signed_on: model.today, manner: 'fingerprint' },
      }),
    book: () => void loan.signed.add(member.id),
  };
}

function coSign(loan: VillageLoan, asked: Who): Step {
  const who = whoDoes(asked, 'co-sign a village loan');
  return {
    said: `${who} signs under village loan ${loan.id}`,
    refusals: mayDo(who, 'co-sign a village loan')
      ? reasons({ 'mutual-aid.wrong-state': loan.state !== 'applied' || loan.seals.size < 2 })
      : ['permission.missing'],
    perform: (stage) => stage.post(who, `/mutual-loans/${loan.id}/co-signatures`),
    book: () => void (loan.state = 'approved'),
  };
}

function payOut(model: Model, loan: VillageLoan, asked: Who): Step {
  const who = whoDoes(asked, 'enter village money');
  const { member, amount } = loan;
  const entry = { kind: 'disbursement' as const, amount, fee: 0n, months: 0, member, loan, on: model.today };
  return enter(model, entry, {
    who,
    more: reasons({
      'mutual-aid.not-approved': loan.state !== 'approved',
      'mutual-aid.guarantors-unsigned': loan.signed.size < model.village.members.length - 1,
    }),
    said: `enters that village loan ${loan.id} was paid out`,
    perform: (stage, serial) =>
      stage.post(who, `/mutual-loans/${loan.id}/disbursements`, { on_date: entry.on, bank_serial: serial }),
  });
}

/** The fee of the months begun first, then so many hundredths of the loan; below zero: not even the fee. */
function payBack(model: Model, loan: VillageLoan, asked: { who: Who; share: number }): Step {
  const who = whoDoes(asked.who, 'enter village money');
  const on: PlainDate = model.today;
  const { months, fee } = loan.lentOn === null ? { months: 0, fee: 0n } : rules.feeOn(loan, on);
  const principal =
    asked.share > 100 ? loan.outstanding + 1n : (loan.outstanding * BigInt(asked.share)) / 100n;
  const wanted = asked.share < 0 ? fee - 1n : fee + principal;
  const amount = wanted > 0n ? wanted : 1n;
  const entry = { kind: 'repayment' as const, amount, fee, months, member: loan.member, loan, on };
  return enter(model, entry, {
    who,
    more:
      loan.state === 'disbursed'
        ? reasons({
            'mutual-aid.below-fee': amount < fee,
            'mutual-aid.above-owed': amount > loan.outstanding + fee,
          })
        : ['mutual-aid.wrong-state'],
    said: `enters ${formatYuan(amount)} paid back of village loan ${loan.id}`,
    perform: (stage, serial) =>
      stage.post(who, `/mutual-loans/${loan.id}/repayments`, {
        ...{ amount: formatYuan(amount), on_date: on, bank_serial: serial },
      }),
  });
}

const lendMove: Move<Application & { far: number }> = {
  name: 'village: lend',
  weight: 7,
  args: fc.record({
    who: fc.constant(null),
    member: which,
    share: fc.constantFrom(100, 100, 61, 7, 101),
    months: fc.constantFrom(3, 6, 12, 12, 2, 13),
    far: fc.constantFrom(5, 5, 5, 5, 4, 3, 0),
  }),
  steps: function* (model, { far, ...asked }) {
    const member = pick(model.village.members, asked.member);
    if (!member) return;
    const known = model.village.loans.length;
    yield apply(model, member, asked);
    const loan = model.village.loans[known];
    if (!loan || far === 0) return;
    const others = model.village.members.filter(({ id }) => id !== loan.member.id);
    for (const other of far > 4 ? others : others.slice(1))
      yield sign(model, loan, { who: null, member: other });
    for (const who of ['accountant', 'chair'] as const) yield approve(loan, who);
    yield coSign(loan, null);
    if (far > 3) yield* sealed(model, payOut(model, loan, null));
  },
};

const actMove: Move<{ who: Who; loan: number; act: 'approve' | 'guarantee' | 'sign' | 'pay out' }> = {
  name: 'village: loan act',
  weight: 2,
  args: fc.record({
    who: someone,
    loan: which,
    act: fc.constantFrom('approve', 'guarantee', 'sign', 'pay out'),
  }),
  steps: function* (model, { who, loan: number, act }) {
    const loan = pick([...model.village.loans].reverse(), number);
    if (!loan) return;
    if (act === 'approve') yield approve(loan, who);
    else if (act === 'sign') yield coSign(loan, who);
    else if (act === 'guarantee') {
      const member = pick(model.village.members, number);
      if (member) yield sign(model, loan, { who, member });
    } else yield* sealed(model, payOut(model, loan, who));
  },
};

const payMove: Move<{ who: Who; loan: number; share: number; wait: number; left: boolean }> = {
  name: 'village: repay',
  weight: 7,
  args: fc.record({
    who: someone,
    loan: which,
    share: fc.constantFrom(100, 100, 50, 33, 0, 101, -1),
    wait: fc.constantFrom(0, 0, 1, 3, 12),
    left: rarely,
  }),
  steps: function* (model, { loan: number, wait, left, ...asked }) {
    const { loans } = model.village;
    const lent = loans.filter(({ state }) => state === 'disbursed');
    const loan = pick(number < 10 && lent.length > 0 ? lent : loans, number);
    if (!loan) return;
    // the anniversary itself, or the day after it
    if (wait > 0 && loan.lentOn) yield* goTo(model, addDays(addMonths(loan.lentOn, wait), number % 2));
    const step = payBack(model, loan, asked);
    if (left) yield step;
    else yield* sealed(model, step);
  },
};

export const villageLoanMoves = [lendMove, actMove, payMove] as const;
