import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, LoanId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { REGISTER_REASON, type Entitlement } from './core/follow-status.ts';
import type { LoanRow } from './core/loan-row.ts';

/** The loans of a household that were lent, repaid ones too; held until the transaction ends. */
export async function lockLentLoans(tx: Tx, householdId: HouseholdId): Promise<LoanRow[]> {
  const found = await sql<LoanRow>(
    tx,
    `select * from loan where household_id = ? and state in ('disbursed', 'closed')
       order by id for update`,
    [String(householdId)],
  );
  return found.rows;
}

/** The subsidy entitlement as of the end of a day, and whether the register took it away. */
export async function entitlementOn(tx: Tx, id: LoanId, on: PlainDate): Promise<Entitlement> {
  const found = await sql<{ kind: string; reason: string | null }>(
    tx,
    `select kind, reason from loan_fact where loan_id = ? and kind in ('eligibility_lost', 'eligibility_restored')
       and on_date <= ?::date order by on_date desc, id desc limit 1`,
    [String(id), on],
  );
  const last = found.rows[0];
  if (last?.kind !== 'eligibility_lost') return { entitled: true, byRegister: false };
  return { entitled: false, byRegister: last.reason?.startsWith(REGISTER_REASON) ?? false };
}
