import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { ClaimRow, ClaimState, NewClaim, RecoveryRow, ShareRow } from './core/claim-row.ts';

/** Number of the next claim of a county, `DC620821-2019-000007`. */
export async function nextClaimNo(tx: Tx, countyCode: string, year: number): Promise<string> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('risk_fund_claim_seq') as no`);
  return `DC${countyCode}-${String(year)}-${String(one(rows).no).padStart(6, '0')}`;
}

/** A claim with its shares: whole from the first moment, which the database checks at commit. */
export async function insertClaim(tx: Tx, claim: NewClaim, shares: readonly ShareRow[]): Promise<ClaimRow> {
  const row = await insertRow<ClaimRow>(tx, 'risk_fund_claim', { ...claim });
  for (const share of shares) {
    await insertRow(tx, 'risk_fund_claim_share', {
      ...share,
      claim_id: row.id,
      county_code: row.county_code,
      bank_id: row.bank_id,
    });
  }
  return row;
}

export async function lockClaim(tx: Tx, id: bigint): Promise<ClaimRow | null> {
  const { rows } = await sql<ClaimRow>(tx, 'select * from risk_fund_claim where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function findClaim(tx: Tx, id: bigint): Promise<ClaimRow | null> {
  const { rows } = await sql<ClaimRow>(tx, 'select * from risk_fund_claim where id = ?', [id]);
  return rows[0] ?? null;
}

/** Guarded change of state with what goes along; answers whether it happened. */
export async function changeClaim(
  tx: Tx,
  claim: ClaimRow,
  to: ClaimState,
  also: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const moved = await tx('risk_fund_claim')
    .where({ id: claim.id, state: claim.state })
    .update({ state: to, ...also });
  return moved === 1;
}

export interface ClaimDecision {
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly step: number;
  readonly act: string;
  readonly person_id: bigint;
  readonly account_id: bigint;
  readonly person_name: string;
  readonly role: string;
  readonly organisation_id: bigint;
  readonly remark: string | null;
  readonly decided_on: PlainDate;
}

export async function insertClaimDecision(tx: Tx, decision: ClaimDecision): Promise<void> {
  await insertRow(tx, 'risk_fund_decision', { ...decision });
}

/** First level of a claim's shares: who bore what and has got back what. */
export async function bearersOf(tx: Tx, claimId: bigint): Promise<ShareRow[]> {
  const { rows } = await sql<ShareRow>(
    tx,
    `select path, parent, party, percent, amount_fen, recovered_fen, settled_fen from risk_fund_claim_share
     where claim_id = ? and parent is null order by path::int for update`,
    [claimId],
  );
  return rows;
}

/** What came back for a bearer; less than nothing when it is taken back. */
export async function addRecovered(tx: Tx, claimId: bigint, path: string, amount: bigint): Promise<void> {
  await sql(
    tx,
    'update risk_fund_claim_share set recovered_fen = recovered_fen + ? where claim_id = ? and path = ?',
    [amount, claimId, path],
  );
}

/**
 * What the loan of a claim owed more than the shared loss, penalty left out, and the bank has not got back.
 */
export async function owedBeyondLoss(tx: Tx, claimId: bigint): Promise<Fen> {
  const { rows } = await sql<{ owed_fen: Fen }>(tx, 'select owed_beyond_loss(?) as owed_fen', [claimId]);
  return one(rows).owed_fen;
}

export type NewRecovery = Omit<
  RecoveryRow,
  | 'id'
  | 'state'
  | 'fund_fen'
  | 'others_fen'
  | 'beyond_fen'
  | 'rest_fen'
  | 'advance_fen'
  | 'reversed_on'
  | 'reversal_reason'
  | 'parted'
  | 'confirmed_no'
>;

export const insertRecovery = (tx: Tx, recovery: NewRecovery): Promise<RecoveryRow> =>
  insertRow<RecoveryRow>(tx, 'risk_fund_recovery', { ...recovery });

export async function lockRecovery(tx: Tx, id: bigint): Promise<RecoveryRow | null> {
  const { rows } = await sql<RecoveryRow>(tx, 'select * from risk_fund_recovery where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** The last confirmed recovery of the same claim that came after this one and still counts. */
export async function laterRecovery(tx: Tx, recovery: RecoveryRow): Promise<RecoveryRow | null> {
  const { rows } = await sql<RecoveryRow>(
    tx,
    `select * from risk_fund_recovery where claim_id = ? and state = 'confirmed' and confirmed_no > ?
     order by confirmed_no desc limit 1`,
    [recovery.claim_id, recovery.confirmed_no],
  );
  return rows[0] ?? null;
}

/** The day on which the compensation of a claim arrived, by the answer of the bank. */
export async function paidOn(tx: Tx, claimId: bigint): Promise<PlainDate | null> {
  const { rows } = await sql<{ answered_on: PlainDate }>(
    tx,
    `select answered_on from payment_line where subject_kind = 'risk_fund_claim' and subject_ref = ?
       and state = 'paid'`,
    [String(claimId)],
  );
  return rows[0]?.answered_on ?? null;
}

/** Claims whose bank has confirmed the payment, though the claim does not know yet. */
export async function unsettledClaims(tx: Tx, limit: number): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select c.id from risk_fund_claim c where c.state = 'instructed' and exists (
       select from payment_line p where p.subject_kind = 'risk_fund_claim' and p.subject_ref = c.id::text
         and p.state = 'paid')
     order by c.id limit ?`,
    [limit],
  );
  return rows.map((row) => row.id);
}
