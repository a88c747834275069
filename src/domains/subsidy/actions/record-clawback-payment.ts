import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { fen, formatYuan, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { openAccount, postEntry, subsidyMoney, subsidyReceivable } from '../../ledger/index.ts';
import { loanById } from '../../loan/index.ts';
import * as no from '../core/clawback-failures.ts';
import type { ClawbackId, ClawbackRow } from '../core/clawback.ts';
import { lockBudget, type BudgetRow } from '../subsidy-budget.store.ts';
import { insertRepayment, isSerialKnown, lockClawback } from '../subsidy-clawback.store.ts';
import { fiscalYearOfTerms } from './resolve-fiscal-year.ts';
import { fundWaiting } from './fund-waiting.ts';

export interface ClawbackPaymentInput {
  readonly id: ClawbackId;
  readonly paidOn: PlainDate;
  readonly amount: Fen;
  /** The bank's serial number (流水号): booked once. */
  readonly bankSerial: string;
}

/**
 * One person enters money that came back on an order (追缴入账); it is booked when another has confirmed it.
 * Throws `clawback.over-amount`, `clawback.serial-recorded`, `clawback.wrong-state`.
 */
export async function enterClawbackPayment(
  tx: Tx,
  context: Context,
  input: ClawbackPaymentInput,
): Promise<WorkRow> {
  const clawback = await heldOrder(tx, context, input);
  const known = { countyCode: clawback.county_code, bankSerial: input.bankSerial };
  if (await isSerialKnown(tx, known)) throw no.serialKnown();
  return enterWork(tx, context, {
    kind: 'clawback_repayment',
    countyCode: clawback.county_code,
    subjectId: clawback.id,
    onceKey: input.bankSerial,
    amount: input.amount,
    input,
    content: {
      clawback_no: clawback.clawback_no,
      paid_on: input.paidOn,
      bank_serial: input.bankSerial,
      amount: formatYuan(input.amount),
    },
  });
}

async function heldOrder(tx: Tx, context: Context, input: ClawbackPaymentInput): Promise<ClawbackRow> {
  const clawback = await lockClawback(tx, input.id);
  if (!clawback) throw no.clawbackMissing();
  if (clawback.state !== 'confirmed') throw no.clawbackDecided(clawback.state);
  if (input.paidOn > context.today) throw no.repaidInFuture();
  const open = fen(clawback.amount_fen - clawback.repaid_fen);
  if (input.amount > open) throw no.repaidTooMuch(open);
  return clawback;
}

/**
 * Books money that two persons have signed for: the receivable falls, the money of the year rises and goes
 * to the batches that wait for it.
 */
async function bookClawbackPayment(
  tx: Tx,
  context: Context,
  work: SignedWork,
): Promise<Record<string, unknown>> {
  const input = work.input as ClawbackPaymentInput;
  const clawback = await heldOrder(tx, context, input);
  const { programme_code: programmeCode, county_code: countyCode } = clawback;
  const budget = await budgetOfToday(tx, context, clawback);
  const paymentId = await insertRepayment(tx, clawback, {
    budget_id: budget.id,
    paid_on: input.paidOn,
    amount_fen: input.amount,
    bank_serial: input.bankSerial,
    recorded_by: work.enteredBy,
    countersign_id: work.id,
    recorded_on: context.today,
  });
  await postEntry(
    tx,
    {
      act: 'subsidy.clawback-repaid',
      subjectKind: 'subsidy_clawback_payment',
      subjectId: paymentId,
      countyCode,
      onDate: context.today,
      memo: `追缴入账 ${clawback.clawback_no}`,
    },
    {
      debit: await openAccount(tx, subsidyMoney(programmeCode, countyCode)),
      credit: await openAccount(tx, subsidyReceivable(programmeCode, countyCode)),
      amount: input.amount,
    },
  );
  await fundWaiting(tx, budget);
  await record(tx, context, {
    act: 'subsidy.clawback-repaid',
    subjectKind: 'subsidy_clawback',
    subjectId: String(clawback.id),
    countyCode,
    after: { amount_fen: String(input.amount), bank_serial: input.bankSerial },
  });
  const { id, clawback_no, state, amount_fen, repaid_fen } =
    (await lockClawback(tx, clawback.id)) ?? clawback;
  return { id, clawback_no, state, amount_fen, repaid_fen };
}

export const clawbackRepaymentWork: CountersignedWork = {
  kind: 'clawback_repayment',
  access: 'clawback.confirm',
  carryOut: bookClawbackPayment,
};

/** What comes back can be reserved again in the fiscal year in which it comes. */
async function budgetOfToday(tx: Tx, context: Context, clawback: ClawbackRow): Promise<BudgetRow> {
  const loan = await loanById(tx, clawback.loan_id);
  invariant(loan?.terms_id, 'an order belongs to a loan with its terms');
  const fiscalYear = await fiscalYearOfTerms(tx, context, loan.terms_id);
  const { programme_code: programmeCode, county_code: countyCode } = clawback;
  return lockBudget(tx, { programmeCode, countyCode, fiscalYear });
}
