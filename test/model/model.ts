import type { PlainDate } from '../../src/kernel/date.ts';
import type { JobEntry } from '../../src/platform/queue/define-job.ts';
import type { Bank } from './actors.ts';
import { newFund, type Fund } from './fund-model.ts';
import { newDueDays, type DueDays } from './maturity-model.ts';
import { newDividends, type Dividends } from './dividend-model.ts';
import { newVillage, type Village } from './village-model.ts';
import type { Sent } from './stage.ts';
import type { Change, Clawback, Household, Loan, LoanEvent, Receipt, Reversal } from './loan-model.ts';

export type {
  Change,
  Clawback,
  Household,
  Loan,
  LoanEvent,
  Receipt,
  Reversal,
  Status,
} from './loan-model.ts';

/** One settlement period of one loan. */
export interface Line {
  readonly loan: Loan;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly interest: bigint;
  readonly penalty: bigint;
  subsidy: bigint;
  /** Kept back of it for what was overpaid before. */
  offset: bigint;
  /** Not paid of it for want of money; stays due. */
  cut: bigint;
  objected: boolean;
  /** The days behind the amounts: balance and entitlement, run by run. */
  readonly shape: string;
  facts: number;
}

/** What adjusts one paid line, in one batch. */
export interface Adjustment {
  readonly loan: Loan;
  /** End of the line it names. */
  readonly to: PlainDate;
  readonly due: bigint;
  readonly settled: bigint;
  amount: bigint;
  offset: bigint;
  objected: boolean;
}

export interface Batch {
  readonly id: string;
  readonly bank: Bank;
  readonly to: PlainDate;
  /** Loans before this one were not lent when the batch was opened. */
  readonly firstLoan: bigint;
  state:
    | 'accruing'
    | 'drafted'
    | 'submitted'
    | 'reviewed'
    | 'noticed'
    | 'approved'
    | 'instructed'
    | 'paid'
    | 'returned';
  funding: 'none' | 'queued' | 'reserved';
  budgetYear: number | null;
  /** Place in the queue for money. */
  queued: number;
  round: number;
  lines: Line[];
  adjustments: Adjustment[];
  /** Persons who decided in this round. */
  deciders: number[];
  /** As the batch was last told of the bank's answers. */
  paidCount: number;
  paid: bigint;
}

export interface Notice {
  readonly batch: Batch;
  readonly round: number;
  readonly level: string;
  readonly posting: number;
  readonly startsOn: PlainDate;
  readonly freeOn: PlainDate;
  state: 'posted' | 'suspended' | 'superseded' | 'completed';
}

export interface Objection {
  readonly id: string;
  readonly notice: Notice;
  readonly loan: Loan;
  readonly raisedBy: number;
  state: 'open' | 'upheld' | 'dismissed';
}

/** A line or an adjusting line, and what is paid for it. */
export interface Payable {
  readonly loan: Loan;
  readonly to: PlainDate;
  readonly pays: bigint;
}

export interface Payment {
  readonly no: number;
  readonly line: Payable;
  readonly amount: bigint;
  state: 'sent' | 'paid' | 'returned' | 'corrected';
  correctedBy: number | null;
  /** A later order pays it again. */
  replaced: boolean;
}

export interface Order {
  readonly id: string;
  readonly no: string;
  readonly batch: Batch;
  readonly round: number;
  readonly payments: Payment[];
  readonly instructedOn: PlainDate;
  /** Contents of the answers booked so far. */
  readonly answers: string[];
}

export interface Budget {
  granted: bigint;
  recovered: bigint;
  reserved: bigint;
  spent: bigint;
}

export interface Quota {
  readonly above: 'programme' | 'county' | null;
  limit: bigint;
  used: bigint;
}
export type Place = 'programme' | 'county' | Bank;

/** Money that one person entered and another is to confirm before it counts. */
export interface Entered {
  readonly id: string;
  readonly what: 'budget_grant' | 'clawback_repayment' | 'agreement_return' | 'recovery_reversal';
  /** At whose desk it waits besides those of the county; null: at no bank's. */
  readonly bank: Bank | null;
  /** One alone waits under it. */
  readonly key: string;
  readonly by: number;
  state: 'entered' | 'confirmed' | 'refused';
  /** What refuses it on the day it is confirmed, and what it then does. */
  readonly refusals: () => string[];
  readonly book: () => void;
}

/** All that the books should say. Small and slow on purpose: nothing in it is carried that can be counted. */
export interface Model {
  today: PlainDate;
  readonly households: readonly Household[];
  readonly quotas: Readonly<Record<Place, Quota>>;
  readonly loans: Loan[];
  readonly changes: Change[];
  readonly clawbacks: Clawback[];
  readonly receipts: Receipt[];
  readonly reversals: Reversal[];
  readonly batches: Batch[];
  readonly notices: Notice[];
  readonly objections: Objection[];
  readonly orders: Order[];
  readonly budgets: Map<number, Budget>;
  readonly grants: Set<string>;
  readonly dividends: Dividends;
  /** Entered by one, to be confirmed by another. */
  readonly entered: Entered[];
  readonly village: Village;
  readonly fund: Fund;
  readonly due: DueDays;
  approvals: number;
  /** Jobs that wait, and those that were done. */
  readonly queue: JobEntry[];
  readonly done: JobEntry[];
  /** Requests that were accepted. */
  readonly sent: Sent[];
}

export interface Beginning {
  readonly today: PlainDate;
  readonly households: readonly Omit<Household, 'statuses'>[];
  readonly quotas: Readonly<Record<Place, bigint>>;
  readonly standing: { readonly status: string; readonly on: PlainDate };
}

export function newModel({ today, households, quotas, standing }: Beginning): Model {
  const quota = (place: Place, above: Quota['above']): Quota => ({ above, limit: quotas[place], used: 0n });
  return {
    today,
    households: households.map((household) => ({
      ...household,
      statuses: [{ ...standing, id: null, enteredBy: null, accepted: true }],
    })),
    quotas: {
      programme: quota('programme', null),
      county: quota('county', 'programme'),
      A: quota('A', 'county'),
      B: quota('B', 'county'),
      C: quota('C', 'county'),
    },
    ...{
      loans: [],
      changes: [],
      clawbacks: [],
      receipts: [],
      reversals: [],
      batches: [],
      notices: [],
      objections: [],
      orders: [],
    },
    dividends: newDividends(),
    village: newVillage(),
    fund: newFund(),
    due: newDueDays(),
    ...{ budgets: new Map(), grants: new Set(), entered: [], approvals: 0, queue: [], done: [], sent: [] },
  };
}

export const total = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((sum, amount) => sum + amount, 0n);

export const outstanding = (loan: Loan): bigint =>
  loan.state === 'disbursed' || loan.state === 'closed' ? loan.principal - loan.repaid : 0n;

export const payable = (batch: Batch): Payable[] =>
  [
    ...batch.lines.map(({ loan, to, subsidy, offset, cut }) => ({ loan, to, pays: subsidy - offset - cut })),
    ...batch.adjustments
      .filter(({ objected }) => !objected)
      .map(({ loan, to, amount, offset }) => ({ loan, to, pays: amount - offset })),
  ].filter(({ pays }) => pays > 0n);

export const adjustedBy = (batch: Batch): bigint =>
  total(batch.adjustments.filter(({ objected }) => !objected).map(({ amount }) => amount));

export const subsidyOf = (batch: Batch): bigint =>
  total(batch.lines.map((line) => line.subsidy - line.cut)) + adjustedBy(batch);

/** Enters an event; one of a paid day has the paid lines from then on looked at again. */
export function happen(loan: Loan, event: LoanEvent): void {
  loan.events.push(event);
  touch(loan, event);
}

/** What a receipt became counts no more: the loan owes again, and days already paid are looked at again. */
export function takeBack(receipt: Receipt): void {
  const { loan, booked, principal } = receipt;
  loan.events = loan.events.filter((event) => !booked.includes(event));
  loan.reversed.push(...booked);
  for (const event of booked) touch(loan, event);
  if (booked.length > 0) loan.facts += 1;
  loan.repaid -= principal;
  if (principal > 0n) Object.assign(loan, { state: 'disbursed', closedOn: null });
  receipt.state = 'reversed';
}

function touch(loan: Loan, event: LoanEvent): void {
  const { paidThrough, touchedFrom } = loan;
  if (paidThrough === null) return;
  const touches = event.on < paidThrough || (event.kind === 'interest_paid' && event.on === paidThrough);
  if (touches && (touchedFrom === null || event.on < touchedFrom)) loan.touchedFrom = event.on;
}

/** Corrected loans of the batch's bank that wait to be held against their latest facts. */
export const unassessed = (model: Model, batch: Batch): Loan[] =>
  model.loans.filter(
    (loan) => loan.bank === batch.bank && loan.touchedFrom !== null && loan.assessed !== loan.facts,
  );

export const isPaying = (batch: Batch): boolean => batch.state === 'instructed' || batch.state === 'paid';

export const staleLines = (batch: Batch): Line[] =>
  batch.lines.filter((line) => line.facts !== line.loan.facts);

export const linesOfLoan = (model: Model, loan: Loan): Line[] =>
  model.batches.flatMap((batch) => batch.lines).filter((line) => line.loan === loan);

export const paymentsOf = (model: Model, batch: Batch): Payment[] =>
  model.orders.filter((order) => order.batch === batch).flatMap((order) => order.payments);

export function budgetOf(model: Model, year: number): Budget {
  const known = model.budgets.get(year) ?? { granted: 0n, recovered: 0n, reserved: 0n, spent: 0n };
  model.budgets.set(year, known);
  return known;
}

export const openObjections = (model: Model, batch: Batch): Objection[] =>
  model.objections.filter((objection) => objection.notice.batch === batch && objection.state === 'open');

export const liveNotices = (model: Model, batch: Batch): Notice[] =>
  model.notices.filter(
    (notice) =>
      notice.batch === batch &&
      notice.round === batch.round &&
      (notice.state === 'posted' || notice.state === 'suspended'),
  );

export const allocated = (model: Model, place: Place): bigint =>
  total(Object.values(model.quotas).flatMap((quota) => (quota.above === place ? [quota.limit] : [])));
