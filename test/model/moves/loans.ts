import fc from 'fast-check';
import type { PlainDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { formatPercent } from '../../../src/kernel/rate.ts';
import { mayDo, personOf, sees, type Act, type Bank, type Name, whoDoes, type Who } from '../actors.ts';
import { usedOf } from '../figures.ts';
import type { Loan, Model } from '../model.ts';
import { lendingRefusals, type Asked } from '../register-rules.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { dayOf, daysAgo, someone } from './arguments.ts';

export interface Application {
  readonly who: Who;
  readonly bank: Bank;
  readonly household: number;
  readonly principal: number;
  readonly months: number;
  readonly percent: number;
  readonly ago: number;
  /** The cooperative uses the money. */
  readonly led?: boolean;
}

const application: fc.Arbitrary<Application> = fc.record({
  who: someone,
  bank: fc.constantFrom<Bank>('A', 'A', 'B', 'C'),
  household: fc.nat({ max: 5 }),
  principal: fc.oneof(
    { weight: 3, arbitrary: fc.constant(50_000_00) },
    { weight: 3, arbitrary: fc.integer({ min: 1_000_00, max: 50_000_00 }) },
    { weight: 1, arbitrary: fc.constant(50_000_01) },
  ),
  months: fc.constantFrom(36, 12, 24, 13, 37),
  percent: fc.constantFrom(43_500, 43_499, 47_500, 31_733, 47_501),
  ago: daysAgo,
});

const sensible: fc.Arbitrary<Application> = application.map((asked) => ({
  ...asked,
  who: null,
  principal: Math.min(asked.principal, 50_000_00),
  months: Math.min(asked.months, 36),
  percent: Math.min(asked.percent, 43_500),
  ago: Math.min(asked.ago, 20),
}));

function register(model: Model, asked: Application): Step {
  const { bank, principal, months, percent } = asked;
  const household = model.households[asked.household]!;
  const who = whoDoes(asked.who, 'register a loan', bank);
  const own: Bank = who.endsWith('-b')
    ? 'B'
    : who.endsWith('-c')
      ? 'C'
      : who.includes('officer-a')
        ? 'A'
        : bank;
  const facts: Asked = {
    ...{ household, bank: own, principal: BigInt(principal), months, percent },
    appliedOn: dayOf(model, asked.ago),
  };
  return {
    said: `${who} registers ${formatYuan(BigInt(principal))} over ${months} months at ${formatPercent(percent)} % for household ${household.no}, applied for on ${facts.appliedOn}`,
    refusals: mayDo(who, 'register a loan')
      ? lendingRefusals(model, facts, facts.appliedOn)
      : ['permission.missing'],
    perform: async (stage) =>
      stage.post(who, '/loans', {
        ...{ household_id: household.id, borrower_id: household.borrower, programme_code: 'P1' },
        ...(asked.led ? { usage_mode: 'enterprise_led', enterprise_id: await stage.enterpriseId() } : {}),
        ...{ product_code: 'microloan', principal: formatYuan(BigInt(principal)), term_months: months },
        ...{ annual_percent: formatPercent(percent), purpose_code: 'breeding', purpose_text: '养牛' },
        applied_on: facts.appliedOn,
      }),
    book: ({ body }) => {
      model.loans.push({
        ...facts,
        ...{ id: String(body['id']), registeredBy: personOf(who), state: 'registered', signedOn: null },
        ...{
          disbursedOn: null,
          closedOn: null,
          repaid: 0n,
          events: [],
          reversed: [],
          facts: 1,
          paidThrough: null,
          touchedFrom: null,
          assessed: 0,
          rest: 0n,
        },
      });
    },
  };
}

type LoanAct = 'approve' | 'reject' | 'cancel' | 'sign' | 'disburse';
const ACT: Readonly<Record<LoanAct, { act: Act; path: string; from: readonly Loan['state'][] }>> = {
  approve: { act: 'approve a loan', path: 'approvals', from: ['registered'] },
  reject: { act: 'reject a loan', path: 'rejections', from: ['registered'] },
  cancel: { act: 'cancel a loan', path: 'cancellations', from: ['registered', 'approved', 'signed'] },
  sign: { act: 'sign a loan', path: 'signings', from: ['approved'] },
  disburse: { act: 'disburse a loan', path: 'disbursements', from: ['signed'] },
};

interface LoanStep {
  readonly kind: LoanAct;
  readonly who: Who;
  readonly ago: number;
}

/** What speaks against an act on a loan that the person sees and may act on. */
function actRefusals(model: Model, loan: Loan, { kind, on, who }: Dated): string[] {
  const found = reasons({ 'loan.wrong-state': !ACT[kind].from.includes(loan.state) });
  if (kind === 'approve')
    return [
      ...found,
      ...reasons({
        'loan.same-person': loan.registeredBy === personOf(who),
        'loan.future-date': on > model.today,
        'loan.before-application': on < loan.appliedOn,
      }),
    ];
  if (kind === 'sign') return [...found, ...lendingRefusals(model, loan, on, loan)];
  if (kind !== 'disburse') return found;
  const left = model.quotas[loan.bank].limit - usedOf(model, loan.bank);
  return [
    ...found,
    ...reasons({
      'loan.future-date': on > model.today,
      'loan.before-signing': loan.signedOn !== null && on < loan.signedOn,
      'programme.quota-exhausted': loan.principal > left,
    }),
  ];
}

interface Dated {
  readonly kind: LoanAct;
  readonly on: PlainDate;
  readonly who: Name;
}

function change(loan: Loan, { kind, on }: Dated): void {
  if (kind === 'approve') loan.state = 'approved';
  if (kind === 'reject') loan.state = 'rejected';
  if (kind === 'cancel') loan.state = 'cancelled';
  if (kind === 'sign') Object.assign(loan, { state: 'signed', signedOn: on });
  if (kind === 'disburse') Object.assign(loan, { state: 'disbursed', disbursedOn: on });
}

const bodyOf = ({ kind, on }: Dated): object =>
  ({
    approve: { approved_on: on },
    reject: { reason: '资料不全' },
    cancel: { reason: '农户放弃' },
    sign: { signed_on: on },
    disburse: { disbursed_on: on },
  })[kind];

function loanStep(model: Model, loan: Loan, { kind, who: asked, ago }: LoanStep): Step {
  const { act, path } = ACT[kind];
  const who = whoDoes(asked, act, loan.bank);
  const dated = { kind, who, on: dayOf(model, ago) };
  const isDated = kind !== 'reject' && kind !== 'cancel';
  const refusals = (): string[] => {
    if (!mayDo(who, act)) return ['permission.missing'];
    return sees(who, loan.bank) ? actRefusals(model, loan, dated) : ['loan.not-found'];
  };
  return {
    said: `${who} ${kind}s loan ${loan.id}${isDated ? ` on ${dated.on}` : ''}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/loans/${loan.id}/${path}`, bodyOf(dated)),
    book: () => change(loan, dated),
  };
}

/** From the application to the money, by whoever usually does it. */
export function* lend(model: Model, asked: Application): Generator<Step> {
  const known = model.loans.length;
  yield register(model, asked);
  const loan = model.loans[known];
  if (!loan) return;
  for (const kind of ['approve', 'sign', 'disburse'] as const)
    yield loanStep(model, loan, { kind, who: null, ago: asked.ago });
}

const registerMove: Move<Application> = {
  name: 'register',
  weight: 3,
  args: application,
  steps: function* (model, asked) {
    yield register(model, asked);
  },
};

const lendMove: Move<Application> = {
  name: 'lend',
  weight: 9,
  args: sensible,
  steps: lend,
};

const actMove: Move<LoanStep & { loan: number }> = {
  name: 'loan act',
  weight: 7,
  args: fc.record({
    kind: fc.constantFrom(...(Object.keys(ACT) as LoanAct[])),
    who: someone,
    ago: daysAgo,
    loan: fc.nat({ max: 9 }),
  }),
  steps: function* (model, { loan: number, ...step }) {
    // the youngest first: they still have steps to take
    const loan = pick([...model.loans].reverse(), number);
    if (loan) yield loanStep(model, loan, step);
  },
};

export const loanMoves = [registerMove, lendMove, actMove] as const;
