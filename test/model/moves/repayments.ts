import fc from 'fast-check';
import type { PlainDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, sees, whoDoes, type Who } from '../actors.ts';
import { happen, outstanding, type Loan, type LoanEvent, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { dayOf, daysAgo, rarely, someone, which } from './arguments.ts';

export interface Repayment {
  readonly who: Who;
  readonly loan: number;
  readonly ago: number;
  /** Hundredths of what is outstanding; 100 repays it all, 101 a fen more. */
  readonly share: number;
  readonly interest: number;
  /** Under the serial number of an earlier payment. */
  readonly again: boolean;
}

const repayment: fc.Arbitrary<Repayment> = fc.record({
  who: someone,
  loan: which,
  ago: daysAgo,
  share: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 99 }) },
    { weight: 2, arbitrary: fc.constant(100) },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(101) },
  ),
  interest: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat({ max: 700_00 }) },
  ),
  again: rarely,
});

interface Paid {
  readonly on: PlainDate;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly serial: string;
}

function principalOf(loan: Loan, share: number): bigint {
  const left = outstanding(loan);
  if (share > 100) return left + 1n;
  return share === 100 ? left : (left * BigInt(share)) / 100n;
}

/** Names under which the bank's payment is known: one for principal, one for interest. */
const namesOf = (loan: Loan, { serial, principal, interest }: Paid): string[] => [
  ...(principal > 0n ? [`${loan.bank}/${serial}/principal`] : []),
  ...(interest > 0n ? [`${loan.bank}/${serial}/interest`] : []),
];

function refusalsOf(model: Model, loan: Loan, paid: Paid): string[] {
  const { on, principal, interest } = paid;
  const open = loan.state === 'disbursed' || (loan.state === 'closed' && principal === 0n);
  return reasons({
    'loan.nothing-repaid': principal === 0n && interest === 0n,
    'loan.wrong-state': !open,
    'loan.future-date': on > model.today,
    'loan.before-disbursement': loan.disbursedOn !== null && on < loan.disbursedOn,
    'loan.over-outstanding': principal > outstanding(loan),
    'loan.serial-recorded': namesOf(loan, paid).some((name) => model.serials.has(name)),
  });
}

function book(model: Model, loan: Loan, paid: Paid): void {
  const { on, principal, interest } = paid;
  const event = (kind: LoanEvent['kind'], amount: bigint): LoanEvent => ({
    kind,
    on,
    amount,
    byRegister: false,
  });
  if (principal > 0n) happen(loan, event('principal_repaid', principal));
  if (interest > 0n) happen(loan, event('interest_paid', interest));
  for (const name of namesOf(loan, paid)) model.serials.add(name);
  loan.repaid += principal;
  loan.facts += 1;
  if (loan.state !== 'disbursed' || outstanding(loan) > 0n) return;
  const days = loan.events.filter(({ kind }) => kind === 'principal_repaid').map((repaid) => repaid.on);
  Object.assign(loan, { state: 'closed', closedOn: days.sort().at(-1) });
}

export function repay(model: Model, loan: Loan, asked: Repayment): Step {
  const who = whoDoes(asked.who, 'record a repayment', loan.bank);
  const count = model.serials.size + 1;
  const paid: Paid = {
    on: dayOf(model, asked.ago),
    principal: principalOf(loan, asked.share),
    interest: BigInt(asked.interest),
    serial: asked.again ? 'S000001' : `S${String(count).padStart(6, '0')}`,
  };
  const refusals = (): string[] => {
    if (!mayDo(who, 'record a repayment')) return ['permission.missing'];
    return sees(who, loan.bank) ? refusalsOf(model, loan, paid) : ['loan.not-found'];
  };
  return {
    said: `${who} records for loan ${loan.id} on ${paid.on} ${formatYuan(paid.principal)} of principal and ${formatYuan(paid.interest)} of interest under ${paid.serial}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/repayments`, {
        ...{ on_date: paid.on, bank_serial: paid.serial },
        ...{ principal: formatYuan(paid.principal), interest: formatYuan(paid.interest) },
      }),
    book: () => book(model, loan, paid),
  };
}

const repayMove: Move<Repayment> = {
  name: 'repay',
  weight: 10,
  args: repayment,
  steps: function* (model, asked) {
    const lent = model.loans.filter((loan) => loan.state === 'disbursed');
    const loan = pick(asked.loan < 10 && lent.length > 0 ? lent : model.loans, asked.loan);
    if (loan) yield repay(model, loan, asked);
  },
};

export const repaymentMoves = [repayMove] as const;
