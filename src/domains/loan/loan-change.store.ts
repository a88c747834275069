import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { ChangeId, ChangeRow, NewChange } from './core/loan-change.ts';
import type { LoanRow } from './core/loan-row.ts';

export const insertChange = (tx: Tx, change: NewChange): Promise<ChangeRow> =>
  insertRow<ChangeRow>(tx, 'loan_change', { ...change });

export async function findChange(tx: Tx, id: ChangeId): Promise<ChangeRow | null> {
  const found = await sql<ChangeRow>(tx, 'select * from loan_change where id = ?', [String(id)]);
  return found.rows[0] ?? null;
}

export interface ChangeDecision {
  readonly state: 'confirmed' | 'refused';
  readonly decided_by: bigint;
  readonly decided_on: PlainDate;
  readonly refusal: string | null;
}

/** Guarded: null when somebody has decided it meanwhile. */
export async function decideChangeRow(
  tx: Tx,
  id: ChangeId,
  decision: ChangeDecision,
): Promise<ChangeRow | null> {
  const found = await sql<ChangeRow>(
    tx,
    `update loan_change set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? and state = 'proposed' returning *`,
    [decision.state, String(decision.decided_by), decision.decided_on, decision.refusal, String(id)],
  );
  return found.rows[0] ?? null;
}

export interface ChangeHistory {
  readonly extensions: number;
  readonly last_extended_on: PlainDate | null;
  readonly annual_percent: number;
  readonly stopped_by_death: boolean;
  readonly studies_end_on: PlainDate | null;
  /** To the subsidy, as of the end of the day. */
  readonly entitled: boolean;
}

/** What earlier changes of a loan have left on a day. */
export async function changeHistory(tx: Tx, loan: LoanRow, on: PlainDate): Promise<ChangeHistory> {
  const found = await sql<ChangeHistory>(
    tx,
    `select
       (select count(*)::int from loan_fact where loan_id = l.id and kind = 'extended' and relief_id is null) as extensions,
       (select max(on_date) from loan_fact where loan_id = l.id and kind = 'extended') as last_extended_on,
       coalesce((select e.annual_percent from loan_event e where e.loan_id = l.id and e.kind = 'rate_changed'
         and e.on_date <= ?::date order by e.on_date desc, e.id desc limit 1), l.annual_percent) as annual_percent,
       coalesce((select e.studies_end_on from loan_event e where e.loan_id = l.id and e.kind = 'studies_moved'
         and e.on_date <= ?::date order by e.on_date desc, e.id desc limit 1), l.studies_end_on) as studies_end_on,
       coalesce(last.kind = 'eligibility_lost' and last.change = 'death', false) as stopped_by_death,
       coalesce(last.kind, '') <> 'eligibility_lost' as entitled
     from loan l left join lateral (
       select e.kind, c.kind as change from loan_fact e left join loan_change c on c.id = e.change_id
       where e.loan_id = l.id and e.kind in ('eligibility_lost', 'eligibility_restored') and e.on_date <= ?::date
       order by e.on_date desc, e.id desc limit 1) last on true
     where l.id = ?`,
    [on, on, on, String(loan.id)],
  );
  return one(found.rows);
}

/** Brings the loan in line with a confirmed change: its maturity, who owes, and the version of its facts. */
export async function applyChange(
  tx: Tx,
  id: LoanId,
  applied: { readonly maturesOn: PlainDate | null; readonly heirId: bigint | null; readonly facts: boolean },
): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    `update loan set matures_on = coalesce(?::date, matures_on), heir_id = coalesce(?::bigint, heir_id),
       facts_version = facts_version + ?::int where id = ? returning *`,
    [
      applied.maturesOn,
      applied.heirId === null ? null : String(applied.heirId),
      applied.facts ? 1 : 0,
      String(id),
    ],
  );
  return one(found.rows);
}
