import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { ClaimBack, RecoveryPart } from './core/reverse-recovery.ts';
import type { ClaimRow, RecoveryRow } from './core/claim-row.ts';

/** What each got of a recovery, kept with it. */
export async function insertParts(
  tx: Tx,
  recovery: RecoveryRow,
  parts: readonly RecoveryPart[],
): Promise<void> {
  for (const part of parts)
    await insertRow(tx, 'risk_fund_recovery_part', {
      ...part,
      recovery_id: recovery.id,
      claim_id: recovery.claim_id,
      county_code: recovery.county_code,
      bank_id: recovery.bank_id,
    });
}

export async function partsOf(tx: Tx, recoveryId: bigint): Promise<RecoveryPart[]> {
  const { rows } = await sql<RecoveryPart>(
    tx,
    `select path, party, amount_fen, held, set_off_fund_fen, set_off_bank_fen from risk_fund_recovery_part
     where recovery_id = ? order by path`,
    [recoveryId],
  );
  return rows;
}

export async function insertClaimBacks(
  tx: Tx,
  recovery: RecoveryRow,
  backs: readonly ClaimBack[],
): Promise<void> {
  for (const back of backs)
    await insertRow(tx, 'risk_fund_claim_back', {
      recovery_id: recovery.id,
      claim_id: recovery.claim_id,
      county_code: recovery.county_code,
      bank_id: recovery.bank_id,
      party: back.party,
      to_party: back.to,
      amount_fen: back.amount,
    });
}

export interface OpenClaimBack {
  readonly party: string;
  readonly to_party: 'fund' | 'bank';
  readonly amount_fen: Fen;
  readonly open_fen: Fen;
}

/** What parties of a claim got wrongly, and how much of it is neither set off nor paid back. */
export async function claimBacksOf(tx: Tx, claim: Pick<ClaimRow, 'id'>): Promise<OpenClaimBack[]> {
  const { rows } = await sql<OpenClaimBack>(
    tx,
    `select party, to_party, amount_fen, open_fen from risk_fund_claim_back_open where claim_id = ?
     order by party, to_party`,
    [claim.id],
  );
  return rows;
}

/** Guarded: answers whether the recovery still stood. */
export async function markReversed(
  tx: Tx,
  recovery: RecoveryRow,
  reversal: {
    readonly reversed_on: PlainDate;
    readonly reversal_reason: string;
    readonly countersign_id: bigint;
  },
): Promise<boolean> {
  const moved = await tx('risk_fund_recovery')
    .where({ id: recovery.id, state: 'confirmed' })
    .update({ state: 'reversed', ...reversal });
  return moved === 1;
}
