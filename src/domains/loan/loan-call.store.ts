import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { one, sql, type Tx } from '../../platform/db.ts';

interface CallNotice {
  readonly served_on: PlainDate;
  readonly proven: boolean;
}

/** The notice of a loan that was signed for or posted; null when there is none of that number. */
export async function callNotice(tx: Tx, loanId: LoanId, id: bigint): Promise<CallNotice | null> {
  const { rows } = await sql<CallNotice>(
    tx,
    `select d.dunned_on as served_on, exists (select from loan_dunning_proof p where p.dunning_id = d.id) as proven
     from loan_dunning_fact d where d.id = ? and d.loan_id = ? and d.kind in ('notice_signed', 'notice_posted')`,
    [String(id), String(loanId)],
  );
  return rows[0] ?? null;
}

/** Whether a loan was called due. */
export async function wasCalled(tx: Tx, loanId: LoanId): Promise<boolean> {
  const { rows } = await sql<{ called: boolean }>(
    tx,
    `select exists (select from loan_fact where loan_id = ? and kind = 'called_due') as called`,
    [String(loanId)],
  );
  return one(rows).called;
}

/** Whether misuse or death of a loan was confirmed for a day until then. */
export async function confirmedBy(
  tx: Tx,
  loanId: LoanId,
  of: { readonly kind: 'misuse' | 'death'; readonly on: PlainDate },
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>(
    tx,
    `select exists (select from loan_change where loan_id = ? and kind = ? and state = 'confirmed' and on_date <= ?::date) as known`,
    [String(loanId), of.kind, of.on],
  );
  return one(rows).known;
}

/**
 * Instalments still to come fall due on the day on which the loan was called due; the contractual day stays.
 */
export async function callInstalments(tx: Tx, loanId: LoanId, on: PlainDate): Promise<void> {
  await sql(
    tx,
    'update loan_instalment set called_from = due_on, due_on = ?::date where loan_id = ? and due_on > ?::date',
    [on, String(loanId), on],
  );
}
