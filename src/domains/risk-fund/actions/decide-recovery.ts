import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { ClaimRow, RecoveryRow } from '../core/claim-row.ts';
import { movementDecided, recoveryMissing } from '../core/failures.ts';
import { shareRecovery } from '../core/share-recovery.ts';
import { addRecovered, bearersOf, lockRecovery } from '../risk-fund-claim.store.ts';
import { decideEntered, termsByNumber } from '../risk-fund.store.ts';
import { actingPerson } from './acting-person.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { claimInState } from './take-claim-step.ts';

/**
 * Finance confirms or rejects a recovery that the bank entered. Confirmed, what is left after costs is shared
 * by the terms of the claim: nobody gets back more than it bore, the rest is the household's, and the fund's
 * part is posted to its account.
 */
export async function decideRecovery(tx: Tx, context: Context, input: EnteredDecision): Promise<RecoveryRow> {
  const recovery = await lockRecovery(tx, input.id);
  if (!recovery) throw recoveryMissing();
  if (recovery.state !== 'entered') throw movementDecided();
  const shared = input.outcome === 'confirmed' ? await share(tx, context, recovery) : {};
  const decided = {
    ...shared,
    state: input.outcome,
    decided_by: actingPerson(context),
    decided_on: context.today,
  };
  if (!(await decideEntered(tx, 'risk_fund_recovery', recovery.id, decided))) throw movementDecided();
  await record(tx, context, {
    act: `risk-fund.recovery-${input.outcome}`,
    subjectKind: 'risk_fund_recovery',
    subjectId: recovery.id,
    countyCode: recovery.county_code,
    before: { state: recovery.state },
    after: { state: input.outcome, ...shared },
  });
  return { ...recovery, ...shared, state: input.outcome };
}

type Shared = Record<'fund_fen' | 'others_fen' | 'rest_fen', Fen>;

async function share(tx: Tx, context: Context, recovery: RecoveryRow): Promise<Shared> {
  const claim = await claimInState(tx, recovery.claim_id, ['paid'], '登记追偿');
  const terms = await termsByNumber(tx, claim.terms_id);
  const rows = await bearersOf(tx, claim.id);
  const bearers = rows.map((row) => ({
    party: row.party,
    borne: row.amount_fen,
    recovered: row.recovered_fen,
  }));
  const net = addFen(recovery.gross_fen, -recovery.cost_fen);
  const { parts, rest } = shareRecovery(terms.recovery_order, net, bearers);
  for (const [index, row] of rows.entries()) {
    const amount = parts[index]?.amount ?? ZERO_FEN;
    if (amount > 0n) await addRecovered(tx, claim.id, row.path, amount);
  }
  const fund = addFen(...parts.filter(({ party }) => party === 'fund').map(({ amount }) => amount));
  if (fund > 0n) await postToFund(tx, context, { claim, recovery, amount: fund });
  return { fund_fen: fund, others_fen: addFen(net, -fund, -rest), rest_fen: rest };
}

async function postToFund(
  tx: Tx,
  context: Context,
  input: { readonly claim: ClaimRow; readonly recovery: RecoveryRow; readonly amount: Fen },
): Promise<void> {
  const { claim, recovery, amount } = input;
  const debit = await openAccount(tx, riskFundMoney(claim.fund_id, claim.county_code));
  const credit = await openAccount(tx, riskFundSide('recovery', claim.fund_id, claim.county_code));
  const facts = {
    act: 'risk-fund.recovery',
    subjectKind: 'risk_fund_recovery',
    subjectId: recovery.id,
    countyCode: claim.county_code,
    onDate: context.today,
    memo: `追偿 ${claim.claim_no}`,
  };
  await postEntry(tx, facts, { debit, credit, amount });
}
