import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { ChangeRow } from './core/loan-change.ts';

/** The day of a confirmed extension or call of the loan; null when there is none, or it was undone. */
export async function standingChange(tx: Tx, loanId: LoanId, id: bigint): Promise<PlainDate | null> {
  const { rows } = await sql<{ on_date: PlainDate }>(
    tx,
    `select c.on_date from loan_change c where c.id = ? and c.loan_id = ? and c.state = 'confirmed'
       and exists (select from loan_fact f where f.change_id = c.id and f.kind in ('extended', 'called_due'))`,
    [String(id), String(loanId)],
  );
  return rows[0]?.on_date ?? null;
}

/** Each event of what is undone gets the one that names it; answers when the loan is due again. */
export async function insertUndoing(
  tx: Tx,
  undo: ChangeRow,
  by: { readonly reason: string; readonly recordedBy: bigint; readonly recordedOn: PlainDate },
): Promise<PlainDate> {
  await sql(
    tx,
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reverses_id, change_id, reason, recorded_by, recorded_on)
     select loan_id, county_code, bank_id, 'undone', on_date, id, ?, ?, ?, ?::date from loan_event
     where change_id = ? order by id`,
    [String(undo.id), by.reason, String(by.recordedBy), by.recordedOn, String(undo.undoes_id)],
  );
  const { rows } = await sql<{ matures_on: PlainDate }>(
    tx,
    'select loan_maturity_by_facts(?) as matures_on',
    [String(undo.loan_id)],
  );
  return one(rows).matures_on;
}

/**
 * Instalments that a call had moved are due when they were, the last one with the loan; the loan itself is
 * moved before. A call of before those days were kept had moved the contractual ones.
 */
export async function giveBackInstalments(tx: Tx, undo: ChangeRow, maturesOn: PlainDate): Promise<void> {
  await sql(
    tx,
    `with undone as (select c.kind, c.on_date from loan_change c where c.id = ?),
     last as (select max(no) as no from loan_instalment where loan_id = ?)
     update loan_instalment i set called_from = null, due_on = case when i.no = last.no then ?::date
       when undone.kind = 'acceleration' and i.due_on = undone.on_date
         then greatest(i.due_on, coalesce(i.called_from, i.contract_due_on))
       else i.due_on end
     from undone, last where i.loan_id = ?
       and (i.no = last.no or undone.kind = 'acceleration' and i.due_on = undone.on_date)`,
    [String(undo.undoes_id), String(undo.loan_id), maturesOn, String(undo.loan_id)],
  );
}
