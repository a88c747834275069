import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { lockLoan, type LoanRow } from '../../loan/index.ts';
import { termsById } from '../../programme/index.ts';
import * as no from '../core/clawback-failures.ts';
import { overpaidLines, stillEarns, totalOf, type ClawbackLine, type ClawbackRow } from '../core/clawback.ts';
import { dueOfPaidLines } from '../core/adjust-lines.ts';
import { insertClawback, loansBeside } from '../subsidy-clawback.store.ts';
import { correctionOf, paidLines, wantAssessed } from '../subsidy-correction.store.ts';
import { readLoans } from './read-loan-facts.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { paidLine } from './adjust-paid-lines.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

export interface ProposeClawbackInput {
  readonly loanId: LoanId;
  readonly reason: string;
  readonly documentNo: string | null;
  readonly dueOn: PlainDate;
}

/**
 * One person proposes to ask back what was overpaid on a loan and can be kept from no later line (追缴通知);
 * nothing is owed before another confirms it. Throws `clawback.nothing-overpaid`, `clawback.offset-first`,
 * `clawback.not-by-order`, `clawback.counting`, `clawback.waiting`.
 */
export async function proposeClawback(
  tx: Tx,
  context: Context,
  input: ProposeClawbackInput,
): Promise<ClawbackRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw no.loanUnknown();
  if (input.dueOn <= context.today) throw no.dueTooSoon();
  const lines = await linesToAskBack(tx, loan);
  if (lines.length === 0) throw no.nothingOverpaid();
  await refuseEarlySteps(tx, loan, context.today);
  const clawback = await insertClawback(
    tx,
    {
      loan_id: loan.id,
      county_code: loan.county_code,
      bank_id: loan.bank_id,
      household_id: loan.household_id,
      programme_code: loan.programme_code,
      amount_fen: totalOf(lines),
      reason: input.reason,
      document_no: input.documentNo,
      due_on: input.dueOn,
      proposed_by: actingPerson(context),
      proposed_on: context.today,
    },
    lines,
  );
  await countAgain(tx, loan.id);
  await record(tx, context, {
    act: 'subsidy.clawback-proposed',
    subjectKind: 'subsidy_clawback',
    subjectId: String(clawback.id),
    countyCode: loan.county_code,
    after: { loan_id: String(loan.id), amount_fen: String(clawback.amount_fen), lines: lines.length },
  });
  return clawback;
}

/** By the latest facts, whatever stands in batches that are not paid yet left out. */
export async function linesToAskBack(tx: Tx, loan: LoanRow): Promise<ClawbackLine[]> {
  const correction = await correctionOf(tx, loan.id);
  if (!correction) return [];
  if (correction.assessed_version !== loan.facts_version) throw no.stillCounting();
  const facts = (await readLoans(tx, [loan.id], termsResolver(tx))).get(loan.id);
  invariant(facts, 'a locked loan exists');
  return overpaidLines(dueOfPaidLines(facts, (await paidLines(tx, [loan.id], [])).map(paidLine)));
}

/** The order of the terms (追缴顺序): what later lines can bear is kept from them first. */
async function refuseEarlySteps(tx: Tx, loan: LoanRow, today: PlainDate): Promise<void> {
  invariant(loan.terms_id, 'a loan with paid lines has its terms');
  const steps = (await termsById(tx, loan.terms_id)).parameters.subsidy.clawbackOrder;
  if (!steps.includes('order')) throw no.notByOrder();
  if (!steps.includes('offset')) return;
  const household = await readLoans(tx, await loansBeside(tx, loan.id), termsResolver(tx));
  if ([...household.values()].some((facts) => stillEarns(facts, today))) throw no.offsetFirst();
}

/** What is left to settle is another figure now; batches that wait are looked at again. */
export async function countAgain(tx: Tx, loanId: LoanId): Promise<void> {
  await wantAssessed(tx, [loanId]);
  await appendEvent(tx, { name: 'subsidy.lines-stale', payload: { loan_id: String(loanId) } });
}
