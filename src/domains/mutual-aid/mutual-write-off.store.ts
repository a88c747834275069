import { one, sql, insertRow, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { Fen } from '../../kernel/money.ts';
import { samePerson } from './core/loan-failures.ts';
import type { WriteOffRow } from './core/society-rows.ts';
import * as failure from './core/write-off-failures.ts';
import { notVoted } from './core/year-failures.ts';

export const mutualWriteOffConstraintFailures: ConstraintFailures = {
  mutual_write_off_other_person: samePerson,
  mutual_write_off_once: failure.writeOffWaits,
  mutual_write_off_owed: failure.owedMoved,
  mutual_write_off_overdue: failure.overdueBroken,
  mutual_write_off_voted: () => notVoted('核销'),
  mutual_write_off_borne: failure.lossMisborne,
  mutual_write_off_covered: failure.lossMisborne,
  mutual_write_off_consent: failure.consentNeeded,
  mutual_entry_recovery: failure.recoveryBroken,
};

type Voted = Pick<
  WriteOffRow,
  | 'society_id'
  | 'county_code'
  | 'loan_id'
  | 'terms_id'
  | 'amount_fen'
  | 'reason'
  | 'voted_on'
  | 'minutes_no'
  | 'member_count'
  | 'present'
  | 'yes'
  | 'against'
  | 'entered_by'
  | 'entered_on'
>;

export const insertWriteOff = (tx: Tx, voted: Voted): Promise<WriteOffRow> =>
  insertRow<WriteOffRow>(tx, 'mutual_write_off', { ...voted });

export async function lockWriteOff(tx: Tx, id: bigint): Promise<WriteOffRow | null> {
  const { rows } = await sql<WriteOffRow>(tx, 'select * from mutual_write_off where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** Guarded: answers whether the vote still waited for its decision. */
export async function changeWriteOff(
  tx: Tx,
  id: bigint,
  changes: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const where = { id: String(id), state: 'entered' };
  return (await tx('mutual_write_off').where(where).update(changes)) === 1;
}

/** How a loan was written off; null when it was not. */
export async function writeOffOfLoan(tx: Tx, loanId: bigint): Promise<WriteOffRow | null> {
  const { rows } = await sql<WriteOffRow>(
    tx,
    `select * from mutual_write_off where loan_id = ? and state = 'confirmed' for update`,
    [loanId],
  );
  return rows[0] ?? null;
}

/** What came back of it, without one entry. */
export async function recoveredOf(tx: Tx, writeOffId: bigint, without: bigint | null = null): Promise<Fen> {
  const { rows } = await sql<{ recovered_fen: Fen }>(
    tx,
    `select coalesce(sum(amount_fen), 0)::bigint as recovered_fen from mutual_entry
     where write_off_id = ? and kind = 'write_off_recovered' and state = 'confirmed' and id is distinct from ?::bigint`,
    [writeOffId, without],
  );
  return one(rows).recovered_fen;
}

export type WriteOffView = WriteOffRow & { readonly recovered_fen: bigint };

export async function writeOffsOfLoan(tx: Tx, loanId: bigint): Promise<WriteOffView[]> {
  const { rows } = await sql<WriteOffView>(
    tx,
    `select w.*, (select coalesce(sum(e.amount_fen), 0)::bigint from mutual_entry e where e.write_off_id = w.id
       and e.kind = 'write_off_recovered' and e.state = 'confirmed') as recovered_fen
     from mutual_write_off w where w.loan_id = ? order by w.id`,
    [loanId],
  );
  return rows;
}
