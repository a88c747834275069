import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById, workingCalendar, workingDayFrom, type Parameters } from '../../programme/index.ts';
import type { DebtFacts, PrincipalDue } from '../core/debt.ts';
import { interestDaysOf, interestDueOf, principalDueOf, type DueLoan } from '../core/due-days.ts';
import { duesOf, type Dues } from '../core/dues.ts';
import { duesTooFar } from '../core/dues-failures.ts';
import { instalmentsOf, isRepaidInParts } from '../core/instalments.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { debtEvents, instalmentsDue } from '../loan-dues.store.ts';
import { readLoanRows, type LoanFilter } from '../loan.views.ts';
import { contractedPlan } from './keep-instalments.ts';

/**
 * What the households of some loans themselves owe the bank of contract interest, in total by each of some
 * days. How much of it the state pays is the business of the subsidy, which lies above: whoever opens the
 * doors hands its answer in.
 */
export type HouseholdInterest = (
  tx: Tx,
  asked: readonly { readonly loanId: LoanId; readonly days: readonly PlainDate[] }[],
) => Promise<ReadonlyMap<LoanId, readonly Fen[]>>;

/** How far ahead one may ask what will be owed if nothing is paid. */
export const MONTHS_AHEAD = 12;

/** Whether a loan was lent, so that something can be owed on it. */
export const wasLent = (loan: Pick<LoanRow, 'state'>): boolean =>
  loan.state === 'disbursed' || loan.state === 'closed';

/** The dues of some lent loans on a day, in as many statements as those of one. */
export async function duesOfLoans(
  tx: Tx,
  householdInterest: HouseholdInterest,
  loans: readonly LoanRow[],
  on: PlainDate,
): Promise<Map<LoanId, Dues>> {
  const facts = await debtFacts(tx, householdInterest, loans, on);
  return new Map([...facts].map(([id, debt]) => [id, duesOf(debt, on)]));
}

/** Loans of a bank that are behind on a day: with principal, with interest that the household itself owes. */
export interface BehindCount {
  readonly overdue: number;
  readonly unpaidInterest: number;
}

const LOANS_A_PAGE = 500;

/** How many loans of a filter lent until a day are behind on it, by bank. Throws `loan.dues-too-far`. */
export async function countBehind(
  tx: Tx,
  { actor, today }: Context,
  householdInterest: HouseholdInterest,
  { on, ...filter }: Omit<LoanFilter, 'after' | 'limit'> & { readonly on: PlainDate },
): Promise<Map<bigint, BehindCount>> {
  const last = addMonths(today, MONTHS_AHEAD);
  if (on > last) throw duesTooFar(last);
  const counts = new Map<bigint, BehindCount>();
  for (let after: bigint | undefined; ;) {
    const rows = await readLoanRows(tx, actor.scope, { ...filter, after, limit: LOANS_A_PAGE });
    const lent = rows.filter((row) => wasLent(row) && (row.disbursed_on ?? on) <= on);
    const dues = await duesOfLoans(tx, householdInterest, lent, on);
    for (const { id, bank_id: bank } of lent) {
      const due = dues.get(id);
      const { overdue, unpaidInterest } = counts.get(bank) ?? { overdue: 0, unpaidInterest: 0 };
      counts.set(bank, {
        overdue: overdue + (due && due.principal > 0n ? 1 : 0),
        unpaidInterest: unpaidInterest + (due && due.interest > 0n ? 1 : 0),
      });
    }
    after = rows.at(-1)?.id;
    if (rows.length < LOANS_A_PAGE) return counts;
  }
}

/** The facts that the dues of some lent loans follow from, with the interest that fell due before a day. */
export async function debtFacts(
  tx: Tx,
  householdInterest: HouseholdInterest,
  loans: readonly LoanRow[],
  until: PlainDate,
): Promise<Map<LoanId, DebtFacts>> {
  // nothing is owed before there are loans: an installation without calendars yet has an empty ledger
  if (loans.length === 0) return new Map();
  const ids = loans.map(({ id }) => id);
  const due = await dueLoans(tx, loans);
  const days = due.map(({ id, loan }) => ({ loanId: id, days: interestDaysOf(loan, until) }));
  const sums = await householdInterest(tx, days);
  const events = await debtEvents(tx, ids);
  return new Map(
    due.map(({ id, loan, row, parameters }, position) => [
      id,
      {
        principal: row.principal_fen,
        annualPercent: row.annual_percent,
        from: loan.from,
        maturesOn: loan.maturesOn,
        principalDue: principalDueOf(loan),
        interestDue: interestDueOf(days[position]?.days ?? [], sums.get(id) ?? []),
        events: events.get(id) ?? [],
        terms: {
          overdueUplift: parameters.loan.penaltyOverdueUpliftPercent,
          misuseUplift: parameters.loan.penaltyMisuseUpliftPercent,
          compound: parameters.loan.compoundInterest,
          dayCount: parameters.interest.dayCountBasis,
        },
      },
    ]),
  );
}

interface ReadLoan {
  readonly id: LoanId;
  readonly row: LoanRow;
  readonly loan: DueLoan;
  readonly parameters: Parameters;
}

async function dueLoans(tx: Tx, rows: readonly LoanRow[]): Promise<ReadLoan[]> {
  // a county that has lent nothing asks for no calendar either
  if (rows.length === 0) return [];
  const parts = rows.filter((row) => isRepaidInParts(row.repayment_method)).map(({ id }) => id);
  const kept = parts.length === 0 ? new Map<LoanId, PrincipalDue[]>() : await instalmentsDue(tx, parts);
  const versions = new Map<bigint, Parameters>();
  const calendar = await workingCalendar(tx);
  const read: ReadLoan[] = [];
  for (const row of rows) {
    invariant(row.terms_id && row.disbursed_on && row.matures_on, 'a lent loan has its terms and its dates');
    const parameters = versions.get(row.terms_id) ?? (await termsById(tx, row.terms_id)).parameters;
    versions.set(row.terms_id, parameters);
    const moved = (day: PlainDate): PlainDate =>
      parameters.interest.holidayRule === 'none' ? day : workingDayFrom(calendar, day).date;
    const instalments = kept.get(row.id) ?? (await contractedInstalments(tx, row));
    const loan: DueLoan = {
      method: row.repayment_method,
      principal: row.principal_fen,
      disbursedOn: row.disbursed_on,
      maturesOn: moved(row.matures_on),
      from: row.subsidy_from ?? row.disbursed_on,
      closedOn: row.closed_on,
      settlementCalendar: row.settlement_calendar ?? '',
      settlementDayInclusive: parameters.interest.settleDayInclusive,
      instalments: instalments.map(({ on, upto }) => ({ on: moved(on), upto })),
    };
    read.push({ id: row.id, row, loan, parameters });
  }
  return read;
}

/** Of a loan lent before its instalments were kept; the job of the night makes up for it. */
async function contractedInstalments(tx: Tx, row: LoanRow): Promise<PrincipalDue[]> {
  if (!isRepaidInParts(row.repayment_method)) return [];
  return instalmentsOf(await contractedPlan(tx, row)).map((part) => ({
    on: part.due_on,
    upto: part.upto_fen,
  }));
}

/** A reading of dues under the names of SQL and JSON. */
export function duesRecord(on: PlainDate, dues: Dues) {
  return {
    as_of: on,
    principal_fen: dues.principal,
    interest_fen: dues.interest,
    interest_since: dues.interestSince,
    penalty_fen: dues.penalty.owed,
    compound_fen: dues.compound.owed,
    total_fen: dues.total,
    penalty_arisen_fen: dues.penalty.arisen,
    penalty_paid_fen: dues.penalty.paid,
    compound_arisen_fen: dues.compound.arisen,
    compound_paid_fen: dues.compound.paid,
  };
}
