import fc from 'fast-check';
import { daysBetween, type PlainDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, sees, whoDoes, type Who } from '../actors.ts';
import { happen, outstanding, total, type Loan, type LoanEvent, type Model, type Receipt } from '../model.ts';
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

/** Receipts that hold their numbers and bound what else may be entered. */
const stands = ({ state }: Receipt): boolean => state === 'entered' || state === 'confirmed';
const waitingOf = (model: Model, loan: Loan): bigint =>
  total(model.receipts.flatMap((r) => (r.loan === loan && r.state === 'entered' ? [r.principal] : [])));

/**
 * Above all that can have arisen at the rate of the contract, and a quarter ahead, on its day or a later one.
 */
function beyondInterest(model: Model, loan: Loan, { on, interest }: Paid): boolean {
  const { disbursedOn } = loan;
  if (disbursedOn === null || interest === 0n) return false;
  const waiting = model.receipts.filter((r) => r.loan === loan && r.state === 'entered' && r.interest > 0n);
  const paid = [
    ...loan.events.filter(({ kind }) => kind === 'interest_paid'),
    ...waiting.map((receipt) => ({ on: receipt.on, amount: receipt.interest })),
  ];
  const repaid = loan.events.filter(({ kind }) => kind === 'principal_repaid');
  const days = (from: PlainDate, to: PlainDate): bigint => BigInt(daysBetween(from, to));
  return [on, ...paid.map((each) => each.on).filter((day) => day > on)].some((day) => {
    const received = interest + total(paid.filter((each) => each.on <= day).map((each) => each.amount));
    const lowered = repaid.filter((each) => each.on <= day).map((each) => each.amount * days(each.on, day));
    const fenDays = loan.principal * (days(disbursedOn, day) + 92n) - total(lowered);
    // received above the next whole fen: a fen less is not below what arose
    return (received - 1n) * 360n * 1_000_000n >= fenDays * BigInt(loan.percent);
  });
}

function refusalsOf(model: Model, loan: Loan, paid: Paid): string[] {
  const { on, principal, interest, serial } = paid;
  const open = loan.state === 'disbursed' || (loan.state === 'closed' && principal === 0n);
  const known = model.receipts.some((r) => stands(r) && r.loan.bank === loan.bank && r.serial === serial);
  return reasons({
    'loan.nothing-repaid': principal === 0n && interest === 0n,
    'loan.wrong-state': !open,
    'loan.future-date': on > model.today,
    'loan.before-disbursement': loan.disbursedOn !== null && on < loan.disbursedOn,
    'loan.over-outstanding': principal + waitingOf(model, loan) > outstanding(loan),
    'loan.serial-recorded': known,
    'loan.interest-above-owed': beyondInterest(model, loan, paid),
  });
}

/** What counts from now on; the version of a loan rises once with all that is confirmed of it together. */
function book(receipts: readonly Receipt[], today: PlainDate): void {
  for (const receipt of receipts) {
    const { loan, on, principal, interest } = receipt;
    const event = (kind: LoanEvent['kind'], amount: bigint): LoanEvent => ({
      ...{ kind, on, amount, byRegister: false },
    });
    receipt.booked = [
      ...(principal > 0n ? [event('principal_repaid', principal)] : []),
      ...(interest > 0n ? [event('interest_paid', interest)] : []),
    ];
    for (const booked of receipt.booked) happen(loan, booked);
    loan.repaid += principal;
    Object.assign(receipt, { state: 'confirmed', knownOn: today });
  }
  // penalty changes nothing that interest and subsidy are computed from
  for (const loan of new Set(receipts.filter(({ booked }) => booked.length > 0).map((one) => one.loan))) {
    loan.facts += 1;
    if (loan.state !== 'disbursed' || outstanding(loan) > 0n) continue;
    const days = loan.events.filter(({ kind }) => kind === 'principal_repaid').map((repaid) => repaid.on);
    Object.assign(loan, { state: 'closed', closedOn: days.sort().at(-1) });
  }
}

function enter(model: Model, loan: Loan, asked: Repayment): Step {
  const who = whoDoes(asked.who, 'record a repayment', loan.bank);
  const paid: Paid = {
    on: dayOf(model, asked.ago),
    principal: principalOf(loan, asked.share),
    interest: BigInt(asked.interest),
    serial: asked.again ? 'S000001' : `S${String(model.receipts.length + 1).padStart(6, '0')}`,
  };
  const refusals = (): string[] => {
    if (!mayDo(who, 'record a repayment')) return ['permission.missing'];
    return sees(who, loan.bank) ? refusalsOf(model, loan, paid) : ['loan.not-found'];
  };
  return {
    said: `${who} enters for loan ${loan.id} on ${paid.on} ${formatYuan(paid.principal)} of principal and ${formatYuan(paid.interest)} of interest under ${paid.serial}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/repayments`, {
        ...{ on_date: paid.on, bank_serial: paid.serial },
        ...{ principal: formatYuan(paid.principal), interest: formatYuan(paid.interest) },
      }),
    book: ({ body }) =>
      void model.receipts.push({
        ...{
          id: String(body['id']),
          loan,
          ...paid,
          penalty: 0n,
          enteredBy: personOf(who),
          state: 'entered',
          knownOn: null,
          booked: [],
        },
      }),
  };
}

interface Stating {
  readonly who: Who;
  /** Fen beside the right sum. */
  readonly off: bigint;
}

export function confirm(model: Model, receipts: readonly Receipt[], { who: asked, off }: Stating): Step {
  const bank = receipts[0]?.loan.bank ?? 'A';
  const who = whoDoes(asked, 'confirm repayments', bank);
  const sum = total(receipts.map((one) => one.principal + one.interest + one.penalty)) + off;
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm repayments')) return ['permission.missing'];
    if (off !== 0n || !sees(who, bank)) return ['loan.receipt-totals-differ'];
    return receipts.some(({ enteredBy }) => enteredBy === personOf(who)) ? ['loan.receipt-same-person'] : [];
  };
  return {
    said: `${who} confirms receipts ${receipts.map(({ id }) => id).join(', ')} of ${formatYuan(sum)}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, '/receipt-confirmations', {
        ...{ count: receipts.length, total: formatYuan(sum), receipt_ids: receipts.map(({ id }) => id) },
      }),
    book: () => book(receipts, model.today),
  };
}

/** What is entered and, when that was taken, confirmed at once by the bank's reviewer. */
export function* repay(model: Model, loan: Loan, asked: Repayment): Generator<Step> {
  const before = model.receipts.length;
  yield enter(model, loan, asked);
  const entered = model.receipts[before];
  if (entered) yield confirm(model, [entered], { who: null, off: 0n });
}

const repayMove: Move<Repayment & { readonly waits: boolean }> = {
  name: 'repay',
  weight: 10,
  args: fc.tuple(repayment, fc.boolean()).map(([asked, waits]) => ({ ...asked, waits })),
  steps: function* (model, asked) {
    const lent = model.loans.filter((loan) => loan.state === 'disbursed');
    const loan = pick(asked.loan < 10 && lent.length > 0 ? lent : model.loans, asked.loan);
    if (loan && asked.waits) yield enter(model, loan, asked);
    else if (loan) yield* repay(model, loan, asked);
  },
};

const confirmMove: Move<{ who: Who; receipt: number; most: number; off: number }> = {
  name: 'confirm receipts',
  weight: 6,
  args: fc.record({
    who: someone,
    receipt: which,
    most: fc.integer({ min: 1, max: 6 }),
    off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  }),
  steps: function* (model, { who, receipt, most, off }) {
    const waiting = model.receipts.filter(({ state }) => state === 'entered');
    const first = pick(waiting, receipt);
    if (!first) return;
    const { bank } = first.loan;
    const chosen = waiting.filter(({ loan }) => loan.bank === bank).slice(0, most);
    yield confirm(model, chosen, { who, off: BigInt(off) });
  },
};

function end(receipt: Receipt, how: 'returned' | 'withdrawn', asked: Who): Step {
  const act = how === 'returned' ? 'confirm repayments' : 'record a repayment';
  const who = whoDoes(asked, act, receipt.loan.bank);
  const own = personOf(who) === receipt.enteredBy;
  const refusals = (): string[] => {
    if (!mayDo(who, act)) return ['permission.missing'];
    if (!sees(who, receipt.loan.bank)) return ['loan.receipt-not-found'];
    if (receipt.state !== 'entered') return ['loan.receipt-decided'];
    if (how === 'returned') return own ? ['loan.receipt-same-person'] : [];
    return own ? [] : ['loan.receipt-not-yours'];
  };
  const path = `/loan-receipts/${receipt.id}/${how === 'returned' ? 'returns' : 'withdrawals'}`;
  return {
    said: `${who} has receipt ${receipt.id} ${how}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, path, { reason: '与银行账簿不符' }),
    book: () => void (receipt.state = how),
  };
}

const endMove: Move<{ who: Who; receipt: number; withdrawn: boolean }> = {
  name: 'end a receipt',
  weight: 3,
  args: fc.record({ who: someone, receipt: which, withdrawn: fc.boolean() }),
  steps: function* (model, { who, receipt, withdrawn }) {
    const found = pick([...model.receipts].reverse(), receipt);
    if (found) yield end(found, withdrawn ? 'withdrawn' : 'returned', who);
  },
};

export const repaymentMoves = [repayMove, confirmMove, endMove] as const;
