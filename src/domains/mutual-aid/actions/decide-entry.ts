import { fen } from '../../../kernel/money.ts';
import { addMonths } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { ENTRY_KINDS } from '../core/entry-kinds.ts';
import { entryMissing } from '../core/failures.ts';
import {
  decidedAlready,
  disbursementBroken,
  repaymentBroken,
  samePerson,
  wrongSeal,
} from '../core/loan-failures.ts';
import type { EntryRow, MutualLoanRow } from '../core/society-rows.ts';
import { leaveSociety, lockSociety, memberShares } from '../mutual-aid.store.ts';
import { changeLoan, decideEntry, lockEntry, lockLoan } from '../mutual-loan.store.ts';
import { changeState, lockCredit } from '../mutual-year.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { bookEntry } from './book-entry.ts';
import { bookInside } from './book-inside.ts';
import { recordEntry } from './record-entry.ts';
import { followRecovery } from './recover-written-off.ts';

export interface EntryDecision {
  readonly id: bigint;
  readonly outcome: 'confirmed' | 'rejected';
}

/**
 * Confirms or rejects what the cashier entered: money in by the accountant's seal, money out by the chair's,
 * never by who entered it. What is confirmed is booked on its own day.
 */
export async function settleEntry(tx: Tx, context: Context, input: EntryDecision): Promise<EntryRow> {
  const entry = await lockEntry(tx, input.id);
  if (!entry) throw entryMissing();
  const { role } = context.actor;
  if (input.outcome === 'confirmed' && ENTRY_KINDS[entry.kind].confirmedBy !== role) throw wrongSeal();
  const asked = {
    ...{ waits: 'entered', enteredBy: entry.entered_by },
    ...{ decided: decidedAlready, samePerson },
  } as const;
  const { decided_by: person, decided_on: on } = decidedByAnother(context, entry, asked);
  await lockSociety(tx, entry.society_id);
  const loan = entry.loan_id === null ? null : await lockLoan(tx, entry.loan_id);
  const decision = { state: input.outcome, person, role, on };
  if (!(await decideEntry(tx, entry.id, decision))) throw decidedAlready();
  if (input.outcome === 'confirmed') {
    await bookEntry(tx, entry);
    await follow(tx, context, entry, loan);
  }
  await recordEntry(tx, context, entry, `money-${input.outcome}`);
  return { ...entry, state: input.outcome };
}

async function follow(tx: Tx, context: Context, entry: EntryRow, loan: MutualLoanRow | null): Promise<void> {
  if (entry.kind === 'exit') return followExit(tx, context, entry);
  if (entry.kind === 'guarantee_called') return followCall(tx, entry);
  if (!loan) return;
  if (entry.kind === 'disbursement') return payOut(tx, entry, loan);
  if (entry.kind === 'write_off_recovered') return followRecovery(tx, context, entry, loan);
  return payDown(tx, entry, loan);
}

async function payOut(tx: Tx, entry: EntryRow, loan: MutualLoanRow): Promise<void> {
  const due = addMonths(entry.on_date, loan.months);
  const changes = {
    state: 'disbursed',
    disbursed_on: entry.on_date,
    due_on: due,
    first_due_on: due,
    outstanding_fen: String(loan.amount_fen),
  };
  if (!(await changeLoan(tx, loan, changes))) throw disbursementBroken();
}

async function payDown(tx: Tx, entry: EntryRow, loan: MutualLoanRow): Promise<void> {
  const left = fen(loan.outstanding_fen - (entry.amount_fen - entry.fee_fen));
  const changes = {
    outstanding_fen: String(left),
    fee_months: loan.fee_months + entry.fee_months,
    ...(left === 0n ? { state: 'closed', closed_on: entry.on_date } : {}),
  };
  if (!(await changeLoan(tx, loan, changes))) throw repaymentBroken();
}

/** Who leaves takes its own money; what fiscal money stood for it is the village's again. */
async function followExit(tx: Tx, context: Context, exit: EntryRow): Promise<void> {
  invariant(exit.member_id !== null, 'an exit is of a member');
  const { base_fen: base } = await memberShares(tx, exit.member_id);
  if (base > 0n) {
    await bookInside(tx, context, {
      society_id: exit.society_id,
      county_code: exit.county_code,
      kind: 'base_return',
      amount_fen: base,
      member_id: exit.member_id,
      on_date: exit.on_date,
      entered_by: exit.entered_by,
    });
  }
  await leaveSociety(tx, exit.member_id, exit.on_date);
}

/** A guarantee is called once; what the pledge paid is the member's debt to the society. */
async function followCall(tx: Tx, call: EntryRow): Promise<void> {
  const credit = call.credit_id === null ? null : await lockCredit(tx, call.credit_id);
  invariant(credit, 'a call is of a credit');
  const changes = { state: 'called', ended_on: call.on_date };
  if (!(await changeState(tx, 'mutual_bank_credit', credit, changes))) throw decidedAlready();
}
