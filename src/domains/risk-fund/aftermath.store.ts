import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/aftermath-failures.ts';
import type { EnteredState } from './core/claim-row.ts';
import { movementSamePerson } from './core/failures.ts';

export const aftermathConstraintFailures: ConstraintFailures = {
  risk_fund_write_off_once: failure.writtenOffAlready,
  risk_fund_write_off_of_paid: failure.nothingToWriteOff,
  risk_fund_write_off_stale: failure.writeOffStaleKept,
  risk_fund_recovery_written_off: failure.recoveryWrittenOff,
  risk_fund_write_off_other_person: movementSamePerson,
  county_payment_policy: failure.policyKnown,
  county_payment_serial: failure.countySerialKnown,
  county_payment_within_claim: failure.advanceBeyondClaim,
  county_payment_other_person: movementSamePerson,
};

/** A loss given up in the books (核销); the household's debt stays. */
export interface WriteOffRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly loan_id: bigint;
  readonly outstanding_fen: Fen;
  readonly fund_lacks_fen: Fen;
  readonly others_lack_fen: Fen;
  readonly document_no: string;
  readonly reason: string;
  readonly state: 'proposed' | 'confirmed' | 'refused';
  readonly refusal: string | null;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
}

export const insertWriteOff = (
  tx: Tx,
  row: Omit<WriteOffRow, 'id' | 'state' | 'refusal'>,
): Promise<WriteOffRow> => insertRow<WriteOffRow>(tx, 'risk_fund_write_off', { ...row });

export async function lockWriteOff(tx: Tx, id: bigint): Promise<WriteOffRow | null> {
  const { rows } = await sql<WriteOffRow>(tx, 'select * from risk_fund_write_off where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded: answers whether it still waited. */
export async function decideWriteOffRow(
  tx: Tx,
  id: bigint,
  decision: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return (await tx('risk_fund_write_off').where({ id, state: 'proposed' }).update(decision)) === 1;
}

export async function writeOffsOf(tx: Tx, claimId: bigint): Promise<WriteOffRow[]> {
  return (
    await sql<WriteOffRow>(tx, 'select * from risk_fund_write_off where claim_id = ? order by id', [claimId])
  ).rows;
}

/** What a county pays for a fund's loans beside the fund: premium subsidies and advances. */
export interface CountyPaymentRow {
  readonly id: bigint;
  readonly kind: 'premium_subsidy' | 'advance' | 'advance_repaid';
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly loan_id: bigint;
  readonly claim_id: bigint | null;
  readonly amount_fen: Fen;
  readonly insurer: string | null;
  readonly policy_no: string | null;
  readonly premium_fen: Fen | null;
  readonly parts: readonly { readonly party: string; readonly amount_fen: string }[] | null;
  readonly on_date: PlainDate;
  readonly document_no: string;
  /** Of what came back. */
  readonly bank_serial: string | null;
  readonly payee_account_cipher: string | null;
  readonly payee_account_last4: string | null;
  readonly payee_bank_name: string | null;
  readonly state: EnteredState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export const insertCountyPayment = (
  tx: Tx,
  row: Omit<CountyPaymentRow, 'id' | 'state'>,
): Promise<CountyPaymentRow> =>
  insertRow<CountyPaymentRow>(tx, 'county_payment', {
    ...row,
    parts: row.parts && JSON.stringify(row.parts),
  });

export async function lockCountyPayment(tx: Tx, id: bigint): Promise<CountyPaymentRow | null> {
  const { rows } = await sql<CountyPaymentRow>(tx, 'select * from county_payment where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function countyPaymentsOf(tx: Tx, fundId: bigint): Promise<CountyPaymentRow[]> {
  return (
    await sql<CountyPaymentRow>(tx, 'select * from county_payment where fund_id = ? order by id', [fundId])
  ).rows;
}
