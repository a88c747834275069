import fc from 'fast-check';
import { addDays } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, whoDoes, type Who } from '../actors.ts';
import {
  openOf,
  type Dividends,
  type Due,
  type Receipt,
  type Recovery,
  type Source,
} from '../dividend-model.ts';
import {
  allot,
  candidates,
  chargeLate,
  feeIn,
  depositUsed,
  receive,
  recount,
  recourse,
  yearOf,
} from '../dividend-rules.ts';
import { total, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { DIVIDENDS } from '../terms.ts';
import { rarely, someone, which } from './arguments.ts';
import { goTo } from './days.ts';
import { filing, latestYear, nightAt, openDues, report, type Filing } from './dividend-years.ts';

/** Who pays in place of the enterprise comes in the order of the terms: enterprise, deposit, county. */
export function outOfTurn(dividends: Dividends, { source, on }: Receipt, due: Due, amount: bigint): string[] {
  if (source === 'enterprise') return [];
  const asked = dividends.demands.some(({ dues, answerBy }) => dues.includes(due) && answerBy < on);
  const used = depositUsed(dividends, due.agreement);
  const { deposit } = due.agreement;
  return reasons({
    'dividend.cure-payer': source === 'guarantor',
    'dividend.cure-enterprise-first': !asked || (due.state !== 'in_cure' && due.state !== 'defaulted'),
    'dividend.cure-beyond-deposit': source === 'deposit' && used + amount > deposit,
    'dividend.cure-deposit-first': source === 'county' && used < deposit,
  });
}

interface Money {
  readonly who: Who;
  readonly source: Source;
  /** For one household, by its place among those still owed; null: for all of the year. */
  readonly of: number | null;
  /** Hundredths of what is open; 101 is a fen more. */
  readonly share: number;
}

const part = (open: bigint, share: number): bigint => {
  if (share > 100) return open + 1n;
  return share === 100 ? open : (open * BigInt(share)) / 100n;
};

function enter(model: Model, { who: asked, source, of, share }: Money): Step {
  const { dividends } = model;
  const who = whoDoes(asked, 'enter dividend money');
  const late = dividends.dues.filter((due) => due.lateFor !== null && openOf(due) > 0n);
  const open = [...openDues(model, latestYear(model)), ...(source === 'enterprise' ? late : [])];
  const one = of === null ? undefined : pick(open, of);
  const year = one?.lateFor ? yearOf(one.on) : latestYear(model);
  const left = total((one ? [one] : open.filter(({ lateFor }) => lateFor === null)).map(openOf));
  const used = one ? one.agreement.deposit - depositUsed(dividends, one.agreement) : left;
  const wanted = source === 'deposit' && used > 0n && used < left ? part(used, share) : part(left, share);
  const amount = wanted > 0n ? wanted : 1n;
  const serial = `FH-${String((dividends.serials += 1)).padStart(6, '0')}`;
  return {
    said: `${who} enters ${formatYuan(amount)} from ${source} for ${one ? `dividend ${one.id}` : year}`,
    refusals: mayDo(who, 'enter dividend money') ? [] : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, '/dividend-receipts', {
        ...{ enterprise_id: dividends.enterprise, year, source, amount: formatYuan(amount) },
        ...{ received_on: model.today, bank_serial: serial, payer_name: '某合作社' },
        ...(one ? { due_ids: [one.id] } : {}),
      }),
    book: ({ body }) =>
      void dividends.receipts.push({
        ...{ id: String(body['id']), source, year, amount, on: model.today, dues: one ? [one] : null },
        ...{ enteredBy: personOf(who), state: 'entered' },
      }),
  };
}

function confirmRefusals(dividends: Dividends, receipt: Receipt): string[] {
  const dues = candidates(dividends, receipt);
  const over = receipt.amount > total(dues.map(openOf));
  if (dues.length === 0) return ['dividend.nothing-due'];
  if (over) return ['dividend.receipt-over-owed'];
  const parts = allot(receipt.amount, dues);
  const found = dues.flatMap((due, at) =>
    parts[at] === 0n ? [] : outOfTurn(dividends, receipt, due, parts[at]!),
  );
  return [...new Set(found)];
}

function decide(model: Model, receipt: Receipt, asked: { who: Who; confirmed: boolean }): Step {
  const who = whoDoes(asked.who, 'confirm dividend money');
  const { confirmed } = asked;
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm dividend money')) return ['permission.missing'];
    if (receipt.state !== 'entered') return ['dividend.receipt-decided'];
    const same = receipt.enteredBy === personOf(who) ? ['dividend.same-person'] : [];
    if (!confirmed) return same;
    const undo = recount(model.dividends);
    const refused = confirmRefusals(model.dividends, receipt);
    undo();
    return [...same, ...refused];
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'rejects'} receipt ${receipt.id}`,
    refusals: refusals(),
    perform: async (stage) => {
      const outcome = confirmed ? 'confirmed' : 'rejected';
      const reply = await stage.post(who, `/dividend-receipts/${receipt.id}/decisions`, { outcome });
      return { ...reply, body: await stage.lateFees() };
    },
    book: ({ body }) => {
      receipt.state = 'rejected';
      if (!confirmed) return;
      recount(model.dividends);
      receive(model.dividends, receipt);
      const touched = model.dividends.allotments.filter((one) => one.receipt === receipt);
      chargeLate(
        model,
        touched.map(({ due }) => due),
        feeIn(body),
      );
    },
  };
}

/** Money of the cooperative, or of who stands in for it, entered by one and confirmed by another. */
export function* pay(model: Model, money: Money): Generator<Step> {
  const known = model.dividends.receipts.length;
  yield enter(model, money);
  const receipt = model.dividends.receipts[known];
  if (receipt) yield decide(model, receipt, { who: null, confirmed: true });
}

const SHORT: readonly Due['state'][] = ['missed', 'in_cure', 'defaulted'];

function demand(model: Model, dues: readonly Due[], asked: Who): Step {
  const who = whoDoes(asked, 'demand dividends');
  return {
    said: `${who} demands dividends ${dues.map(({ id }) => id).join(', ')}`,
    refusals: mayDo(who, 'demand dividends')
      ? reasons({ 'dividend.due-state': dues.some(({ state }) => !SHORT.includes(state)) })
      : ['permission.missing'],
    perform: (stage) => stage.post(who, '/dividend-demands', { due_ids: dues.map(({ id }) => id) }),
    book: () => {
      const answerBy = addDays(model.today, DIVIDENDS.cureDays);
      model.dividends.demands.push({ dues, answerBy, by: personOf(who) });
      for (const due of dues) if (due.state === 'missed') due.state = 'in_cure';
    },
  };
}

function declare(model: Model, due: Due, asked: Who): Step {
  const who = whoDoes(asked, 'declare a default');
  const ripe = model.dividends.demands.some(
    ({ dues, answerBy, by }) => dues.includes(due) && answerBy < model.today && by !== personOf(who),
  );
  const refusals = (): string[] => {
    if (!mayDo(who, 'declare a default')) return ['permission.missing'];
    return due.state === 'in_cure' ? reasons({ 'dividend.default-early': !ripe }) : ['dividend.due-state'];
  };
  return {
    said: `${who} declares dividend ${due.id} a default`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/dividend-dues/${due.id}/defaults`, { reason: '催缴期满未补足' }),
    book: () => void (due.state = 'defaulted'),
  };
}

function enterRecovery(model: Model, asked: { who: Who; share: number }): Step {
  const { dividends } = model;
  const who = whoDoes(asked.who, 'enter dividend money');
  const wanted = part(recourse(dividends), asked.share);
  const amount = wanted > 0n ? wanted : 1n;
  const serial = `ZC-${String((dividends.serials += 1)).padStart(6, '0')}`;
  return {
    said: `${who} enters ${formatYuan(amount)} given back of the county's advance`,
    refusals: mayDo(who, 'enter dividend money') ? [] : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, '/dividend-recoveries', {
        ...{ enterprise_id: dividends.enterprise, amount: formatYuan(amount) },
        ...{ received_on: model.today, bank_serial: serial },
      }),
    book: ({ body }) =>
      void dividends.recoveries.push({
        ...{ id: String(body['id']), amount, enteredBy: personOf(who), state: 'entered' },
      }),
  };
}

function decideRecovery(model: Model, recovery: Recovery, asked: { who: Who; confirmed: boolean }): Step {
  const who = whoDoes(asked.who, 'confirm dividend money');
  const { confirmed } = asked;
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm dividend money')) return ['permission.missing'];
    if (recovery.state !== 'entered') return ['dividend.recovery-decided'];
    return reasons({
      'dividend.recovery-over': confirmed && recovery.amount > recourse(model.dividends),
      'dividend.same-person': recovery.enteredBy === personOf(who),
    });
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'rejects'} recovery ${recovery.id}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/dividend-recoveries/${recovery.id}/decisions`, {
        outcome: confirmed ? 'confirmed' : 'rejected',
      }),
    book: () => void (recovery.state = confirmed ? 'confirmed' : 'rejected'),
  };
}

const money: fc.Arbitrary<Money> = fc.record({
  who: someone,
  source: fc.oneof(
    { weight: 6, arbitrary: fc.constant('enterprise' as const) },
    { weight: 4, arbitrary: fc.constantFrom('deposit' as const, 'county' as const) },
    { weight: 1, arbitrary: fc.constant('guarantor' as const) },
  ),
  of: fc.option(which),
  share: fc.oneof(fc.constantFrom(100, 100, 101), fc.integer({ min: 1, max: 99 })),
});

const moneyMove: Move<Money & { left: boolean }> = {
  name: 'dividends: money',
  weight: 8,
  args: fc.tuple(money, rarely).map(([given, left]) => ({ ...given, left })),
  steps: function* (model, { left, ...given }) {
    if (model.dividends.dues.length === 0) return;
    if (left) yield enter(model, given);
    else yield* pay(model, given);
  },
};

const decideMove: Move<{ who: Who; confirmed: boolean; receipt: number }> = {
  name: 'dividends: decide money',
  weight: 2,
  args: fc.record({ who: someone, confirmed: fc.boolean(), receipt: which }),
  steps: function* (model, { receipt: number, ...asked }) {
    const found = pick([...model.dividends.receipts].reverse(), number);
    if (found) yield decide(model, found, asked);
  },
};

interface Cure {
  readonly who: Who;
  readonly due: number;
  /** Waits out the days of the demand. */
  readonly waits: boolean;
  readonly then: 'nothing' | 'default' | 'deposit' | 'county' | 'deposit, county';
}

const cureMove: Move<Cure> = {
  name: 'dividends: cure',
  weight: 6,
  args: fc.record({
    who: someone,
    due: which,
    waits: fc.boolean(),
    then: fc.constantFrom('nothing', 'default', 'deposit', 'county', 'deposit, county', 'deposit, county'),
  }),
  steps: function* (model, { who, due: number, waits, then }) {
    const years = model.dividends.dues.filter(({ lateFor }) => lateFor === null);
    const short = years.filter(({ state }) => SHORT.includes(state));
    const due = pick(short.length > 0 ? short : years, number);
    if (!due) return;
    yield demand(model, [due], who);
    if (waits) yield* goTo(model, addDays(model.today, DIVIDENDS.cureDays + 1));
    if (then === 'default') yield declare(model, due, who);
    const of = openDues(model, latestYear(model)).indexOf(due);
    for (const source of ['deposit', 'county'] as const)
      if (of >= 0 && openOf(due) > 0n && then.includes(source))
        yield* pay(model, {
          who: null,
          source,
          of: openDues(model, latestYear(model)).indexOf(due),
          share: 100,
        });
  },
};

const recoveryMove: Move<{ who: Who; share: number; confirmed: boolean; again: number | null }> = {
  name: 'dividends: recovery',
  weight: 3,
  args: fc.record({
    who: someone,
    share: fc.constantFrom(100, 50, 101, 7),
    confirmed: fc.boolean(),
    again: fc.option(which, { freq: 2 }),
  }),
  steps: function* (model, { who, share, confirmed, again }) {
    const { recoveries } = model.dividends;
    if (again === null) {
      if (recourse(model.dividends) > 0n) yield enterRecovery(model, { who, share });
      return;
    }
    const found = pick([...recoveries].reverse(), again);
    if (found) yield decideRecovery(model, found, { who, confirmed });
  },
};

/** The cooperative reports, and what it pays is less or more than what it said: the report says for whom. */
const reportedMove: Move<Filing & { share: number; rest: number | null }> = {
  name: 'dividends: reported and paid',
  weight: 6,
  args: fc
    .tuple(filing, fc.integer({ min: 5, max: 100 }), fc.option(fc.integer({ min: 5, max: 100 })))
    .map(([given, share, rest]) => ({ ...given, who: null, fault: null, share, rest })),
  steps: function* (model, { share, rest, ...given }) {
    // a year comes into sight first
    if (model.dividends.dues.length === 0) yield* nightAt(model, -60);
    if (model.dividends.dues.length === 0) return;
    yield* report(model, given);
    const money = { who: null, source: 'enterprise', of: null } as const;
    yield* pay(model, { ...money, share });
    if (rest !== null) yield* pay(model, { ...money, share: rest });
  },
};

export const dividendMoneyMoves = [reportedMove, moneyMove, decideMove, cureMove, recoveryMove] as const;
