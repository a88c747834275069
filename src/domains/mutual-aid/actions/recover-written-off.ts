import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, fen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { restoreLoss } from '../core/bear-loss.ts';
import type { EntryKindName } from '../core/entry-kinds.ts';
import { dateAhead, loanMissing } from '../core/failures.ts';
import { wrongState } from '../core/loan-failures.ts';
import type { EntryRow, MutualLoanRow, WriteOffRow } from '../core/society-rows.ts';
import { aboveWrittenOff } from '../core/write-off-failures.ts';
import { changeLoan, lockLoan } from '../mutual-loan.store.ts';
import { recoveredOf, writeOffOfLoan } from '../mutual-write-off.store.ts';
import { bookInside } from './book-inside.ts';
import { keepEntry } from './enter-money.ts';

export interface LateMoney {
  readonly loanId: bigint;
  readonly amount: Fen;
  readonly onDate: PlainDate;
  readonly bankSerial: string;
}

/** The cashier enters what came back of a loan that was written off: the claim was kept (账销案存). */
export async function enterLateRecovery(tx: Tx, context: Context, input: LateMoney): Promise<EntryRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'written_off') throw wrongState('登记核销后收回');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const written = await writeOffOfLoan(tx, loan.id);
  invariant(written, 'a loan is written off by a vote');
  const left = fen(written.amount_fen - (await recoveredOf(tx, written.id)));
  if (input.amount > left) throw aboveWrittenOff(left);
  return keepEntry(tx, context, {
    ...{ society_id: loan.society_id, county_code: loan.county_code, loan_id: loan.id },
    ...{ member_id: loan.member_id, write_off_id: written.id, kind: 'write_off_recovered' },
    ...{ amount_fen: input.amount, on_date: input.onDate, bank_serial: input.bankSerial },
  });
}

const borneBy = (written: WriteOffRow) => ({
  risk: fen(written.from_risk_fen),
  reserve: fen(written.from_reserve_fen),
  gift: fen(written.from_gift_fen),
  grant: fen(written.from_grant_fen),
});

/** Who bore the loss last is made whole first; what came back whole closes the loan. */
export async function followRecovery(
  tx: Tx,
  context: Context,
  entry: EntryRow,
  loan: MutualLoanRow,
): Promise<void> {
  const written = await writeOffOfLoan(tx, loan.id);
  invariant(written, 'a loan is written off by a vote');
  const before = await recoveredOf(tx, written.id, entry.id);
  const back = restoreLoss(borneBy(written), before, fen(entry.amount_fen));
  const restored: readonly [EntryKindName, bigint][] = [
    ['grant_restored', back.grant],
    ['gift_restored', back.gift],
    ['reserve_restored', back.reserve],
  ];
  for (const [kind, amount_fen] of restored.filter((part) => part[1] > 0n))
    await bookInside(tx, context, {
      ...{ society_id: entry.society_id, county_code: entry.county_code, write_off_id: written.id },
      ...{ kind, amount_fen, on_date: entry.on_date, entered_by: entry.entered_by },
      document_no: entry.bank_serial,
    });
  if (addFen(before, entry.amount_fen) < written.amount_fen) return;
  if (!(await changeLoan(tx, loan, { state: 'closed', closed_on: entry.on_date }))) throw wrongState('结清');
}
