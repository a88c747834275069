import { dateParts } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { fundMissing, movementDecided, movementSamePerson } from '../core/failures.ts';
import { provisionOf, settleYear } from '../core/settle-year.ts';
import { nothingLent, yearMissing, yearNotOver } from '../core/year-failures.ts';
import * as store from '../risk-fund-year.store.ts';
import { accountFor, requireFree } from '../fund-account.store.ts';
import { decideEntered, findFund, lockFund, termsByNumber } from '../risk-fund.store.ts';
import { outlayPayments, type OutlayPayment } from '../outlay.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { payYear } from './instruct-outlay.ts';

export interface FundYearInput {
  readonly fundId: bigint;
  readonly bankId: OrganisationId;
  readonly year: number;
  readonly loss: Fen;
  readonly documentNo: string;
}

/**
 * Enters the settlement of a year of student loans (年度清算): provision by the year's lending, each part by the
 * measures of its signing day, against the bank's losses by their document. It counts once it is paid.
 */
export async function enterFundYear(tx: Tx, context: Context, input: FundYearInput): Promise<YearReply> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  if (dateParts(context.today).year <= input.year) throw yearNotOver();
  const lent = await store.lentInYear(tx, fund.id, input.bankId, input.year);
  const newest = lent.at(-1);
  if (!newest) throw nothingLent();
  const terms = await termsByNumber(tx, newest.terms_id);
  const parts = lent.map((part) => ({ lent: part.lent_fen, percent: part.disbursement_percent }));
  const settled = settleYear(parts, input.loss, terms.shares);
  const documents = await Promise.all(lent.map((part) => termsByNumber(tx, part.terms_id)));
  const year = await store.insertFundYear(tx, {
    ...{ fund_id: fund.id, terms_id: terms.id, county_code: fund.county_code, bank_id: input.bankId },
    ...{ year: input.year, lent_fen: settled.lent, due_fen: settled.due, loss_fen: input.loss },
    ...{ compensated_fen: settled.compensated, surplus_fen: settled.surplus, deficit_fen: settled.deficit },
    surplus_to: terms.surplus_to ?? 'county',
    deficit_parts: settled.deficitParts.map(({ party, amount }) => ({ party, amount_fen: amount })),
    parts: parts.map((part, index) => ({
      document_no: documents[index]?.document_no,
      percent: formatPercent(part.percent),
      lent_fen: part.lent,
      due_fen: provisionOf(part),
    })),
    ...{ document_no: input.documentNo, entered_by: actingPerson(context), entered_on: context.today },
  });
  await tell(tx, context, year, 'entered');
  return shown(year);
}

export interface FundYearDecision {
  readonly id: bigint;
  readonly outcome: 'confirmed' | 'rejected';
}

/**
 * Another person instructs what the settlement says, or rejects it: the fund compensates the losses as far
 * as the provision goes, and what is left over leaves as reward or return. The fund must hold it.
 */
export async function decideFundYear(tx: Tx, context: Context, input: FundYearDecision): Promise<YearReply> {
  const year = await store.lockFundYear(tx, input.id);
  if (!year) throw yearMissing();
  const by = decidedByAnother(context, year, {
    ...{ waits: 'entered', enteredBy: year.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'risk_fund_year', year.id, decided))) throw movementDecided();
  if (input.outcome === 'confirmed') await pay(tx, context, year);
  await tell(tx, context, year, input.outcome);
  return shown({ ...year, state: input.outcome }, await yearPayments(tx, [year.id]));
}

async function pay(tx: Tx, context: Context, year: store.FundYearRow): Promise<void> {
  await lockFund(tx, year.fund_id);
  const account = await accountFor(tx, year.fund_id, year.bank_id);
  await requireFree(tx, account, addFen(year.compensated_fen, year.surplus_fen));
  await payYear(tx, context, year);
}

async function tell(tx: Tx, context: Context, year: store.FundYearRow, state: string): Promise<void> {
  await record(tx, context, {
    act: `risk-fund.year-${state}`,
    subjectKind: 'risk_fund_year',
    subjectId: year.id,
    countyCode: year.county_code,
    after: { year: year.year, due_fen: year.due_fen, loss_fen: year.loss_fen, state },
  });
}

type YearReply = ReturnType<typeof shown>;

/** Amounts inside the JSON columns are digits; a reply shows yuan. */
const shown = (year: store.FundYearRow, payments: readonly OutlayPayment[] = []) => ({
  ...year,
  payments: payments.filter((payment) => payment.subject_id === year.id),
  deficit_parts: year.deficit_parts.map(({ party, amount_fen }) => ({
    party,
    amount_fen: BigInt(amount_fen),
  })),
  parts: year.parts.map((part) => ({
    document_no: part['document_no'],
    percent: part['percent'],
    lent_fen: BigInt(String(part['lent_fen'])),
    due_fen: BigInt(String(part['due_fen'])),
  })),
});

const yearPayments = (tx: Tx, ids: readonly bigint[]): Promise<OutlayPayment[]> =>
  outlayPayments(tx, ['risk_fund_year', 'risk_fund_surplus'], ids);

export async function readFundYears(tx: Tx, fundId: bigint): Promise<{ items: YearReply[] }> {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  const years = await store.fundYearsOf(tx, fundId);
  const payments = await yearPayments(
    tx,
    years.map(({ id }) => id),
  );
  return { items: years.map((year) => shown(year, payments)) };
}
