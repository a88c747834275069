import { addFen, formatYuan } from '../../../kernel/money.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import type { ClaimRow, RecoveryRow } from '../core/claim-row.ts';
import { recoveryMissing } from '../core/failures.ts';
import {
  claimedBack,
  HOUSEHOLD_PATH,
  recoveryNotConfirmed,
  recoveryNotLast,
  recoverySettled,
  recoveryUnparted,
} from '../core/reverse-recovery.ts';
import { insertClaimBacks, markReversed, partsOf } from '../recovery-part.store.ts';
import { addRecovered, bearersOf, laterRecovery, lockRecovery } from '../risk-fund-claim.store.ts';
import { owedOf, reopenTransfer, transfersOf, unsettle, type TransferRow } from '../waterfall.store.ts';
import { takeBackFromFund } from './take-back-from-fund.ts';
import { claimInState } from './take-claim-step.ts';

interface ReversalInput {
  readonly id: bigint;
  readonly documentNo: string;
  readonly reason: string;
}

/** One person enters that a confirmed recovery was wrong (冲正); another confirms it. Nothing has moved yet. */
export async function enterReversal(tx: Tx, context: Context, input: ReversalInput): Promise<WorkRow> {
  const recovery = await standing(tx, input.id);
  const { bank_serial: serial, gross_fen: gross, fund_fen: fund, received_on: on } = recovery;
  return enterWork(tx, context, {
    kind: 'recovery_reversal',
    countyCode: recovery.county_code,
    subjectId: recovery.id,
    onceKey: String(recovery.id),
    input,
    content: {
      ...{ document_no: input.documentNo, reason: input.reason, bank_serial: serial, received_on: on },
      ...{ gross: formatYuan(gross), fund: formatYuan(addFen(fund ?? 0n, recovery.advance_fen)) },
    },
  });
}

async function standing(tx: Tx, id: bigint): Promise<RecoveryRow> {
  const recovery = await lockRecovery(tx, id);
  if (!recovery) throw recoveryMissing();
  if (recovery.state !== 'confirmed') throw recoveryNotConfirmed();
  if (!recovery.parted) throw recoveryUnparted();
  const later = await laterRecovery(tx, recovery);
  if (later) throw recoveryNotLast(later);
  return recovery;
}

/**
 * Takes back the last recovery, which two persons found wrong: each share lacks again what it had got, the
 * fund's part goes back by a counter-entry of today, so that a closed year stays, and what was passed on is
 * claimed back.
 */
async function reverse(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { id, documentNo, reason } = work.input as ReversalInput;
  const recovery = await standing(tx, id);
  const claim = await claimInState(tx, recovery.claim_id, ['paid'], '冲正追偿');
  const parts = await partsOf(tx, recovery.id);
  await bearersOf(tx, claim.id);
  for (const { path, amount_fen: amount } of parts)
    if (path !== HOUSEHOLD_PATH) await addRecovered(tx, claim.id, path, -amount);
  const payers = await reopenPayers(tx, claim);
  const backs = claimedBack(parts, new Map(payers.map(({ from_party: party, state }) => [party, state])));
  await insertClaimBacks(tx, recovery, backs);
  invariant(recovery.fund_fen !== null, 'a confirmed recovery was shared');
  await takeBackFromFund(tx, context, {
    ...{ claim, memo: `冲正追偿 ${documentNo}` },
    ...{ subjectKind: 'risk_fund_recovery', subjectId: recovery.id },
    amount: addFen(recovery.fund_fen, recovery.advance_fen),
  });
  const reversal = { reversed_on: context.today, reversal_reason: reason, countersign_id: work.id };
  if (!(await markReversed(tx, recovery, reversal))) throw recoveryNotConfirmed();
  await record(tx, context, {
    act: 'risk-fund.recovery-reversed',
    subjectKind: 'risk_fund_recovery',
    subjectId: recovery.id,
    countyCode: recovery.county_code,
    before: { state: recovery.state },
    after: { state: 'reversed', reason, document_no: documentNo },
  });
  return { id: recovery.id, state: 'reversed', reversed_on: context.today };
}

/**
 * Who was done only because its part had come back owes it again: the claim waits for its answer as before.
 */
async function reopenPayers(tx: Tx, claim: ClaimRow): Promise<readonly TransferRow[]> {
  const shares = await bearersOf(tx, claim.id);
  const payers = await transfersOf(tx, claim.id);
  const owing = payers.filter(
    (payer) => payer.state === 'paid' && payer.paid_fen === 0n && owedOf(payer, shares) > 0n,
  );
  if (owing.length === 0) return payers;
  // whose part a payer that refused left is settled by what had come back
  if (payers.some(({ state }) => state === 'refused')) throw recoverySettled();
  for (const payer of owing) if (!(await reopenTransfer(tx, payer))) throw recoveryNotConfirmed();
  if (claim.settled_on) await unsettle(tx, claim.id);
  return transfersOf(tx, claim.id);
}

export const recoveryReversalWork: CountersignedWork = {
  kind: 'recovery_reversal',
  access: 'risk-fund.confirm-money',
  carryOut: reverse,
};
