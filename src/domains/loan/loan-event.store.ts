import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { LoanRow } from './core/loan-row.ts';

export const EVENT_KINDS = [
  'principal_repaid',
  'interest_paid',
  'rate_changed',
  'eligibility_lost',
  'eligibility_restored',
  'extended',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface NewEvent {
  readonly kind: EventKind;
  readonly on_date: PlainDate;
  readonly amount_fen?: Fen;
  readonly annual_percent?: number;
  readonly matures_on?: PlainDate;
  readonly change_id?: bigint;
  readonly reason?: string;
  readonly bank_serial?: string;
  readonly import_id?: bigint;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export async function insertEvents(tx: Tx, loan: LoanRow, events: readonly NewEvent[]): Promise<void> {
  const place = { loan_id: loan.id, county_code: loan.county_code, bank_id: loan.bank_id };
  await tx('loan_event').insert(events.map((event) => ({ ...place, ...event })));
}

/** Brings the loan's balance and version in line with events just recorded; the last fen repaid closes it. */
export async function applyRepayment(tx: Tx, loan: LoanRow, principal: Fen): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    `update loan l set repaid_fen = l.repaid_fen + p.amount, outstanding_fen = l.outstanding_fen - p.amount,
       facts_version = l.facts_version + 1,
       state = case when l.outstanding_fen = p.amount then 'closed' else l.state end,
       closed_on = case when l.state = 'disbursed' and l.outstanding_fen = p.amount then (
         select max(e.on_date) from loan_event e where e.loan_id = l.id and e.kind = 'principal_repaid'
       ) else l.closed_on end
     from (select ?::bigint as amount) p where l.id = ? returning l.*`,
    [String(principal), String(loan.id)],
  );
  return one(found.rows);
}

/** Raises the version without touching money: a line accrued before no longer saw all facts. */
export async function raiseFactsVersion(tx: Tx, id: LoanId): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    'update loan set facts_version = facts_version + 1 where id = ? returning *',
    [String(id)],
  );
  return one(found.rows);
}

/** Whether the subsidy entitlement stands as of the end of a day; it stands until lost. */
export async function isEntitledOn(tx: Tx, id: LoanId, on: PlainDate): Promise<boolean> {
  const found = await sql<{ kind: EventKind }>(
    tx,
    `select kind from loan_event where loan_id = ? and kind in ('eligibility_lost', 'eligibility_restored')
       and on_date <= ?::date order by on_date desc, id desc limit 1`,
    [String(id), on],
  );
  return found.rows[0]?.kind !== 'eligibility_lost';
}
