import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { RecoveryRow } from '../core/claim-row.ts';
import { restOwed } from '../core/early-claim-failures.ts';
import { movementDecided, movementSamePerson, recoveryMissing } from '../core/failures.ts';
import { refusedPartOpen } from '../core/waterfall-failures.ts';
import { advancedOf, HOUSEHOLD_PATH, partsOfGot, type RecoveryPart } from '../core/reverse-recovery.ts';
import { shareRecovery } from '../core/share-recovery.ts';
import { leavesDebt } from '../claim-line.store.ts';
import { claimBacksOf, insertParts } from '../recovery-part.store.ts';
import { addRecovered, bearersOf, lockRecovery, owedBeyondLoss } from '../risk-fund-claim.store.ts';
import { decideEntered, termsByNumber } from '../risk-fund.store.ts';
import { transfersOf, type TransferRow } from '../waterfall.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { postToFund } from './post-to-fund.ts';
import { settlePayers } from './settle-payers.ts';
import { claimInState } from './take-claim-step.ts';

/**
 * Finance confirms or rejects a recovery that the bank entered. Confirmed, what is left after costs is shared
 * by the terms of the claim: nobody gets back more than it bore, the bank what the loan owes beside the loss,
 * the household the rest, and the fund's part is posted to its account.
 */
export async function decideRecovery(tx: Tx, context: Context, input: EnteredDecision): Promise<RecoveryRow> {
  const recovery = await lockRecovery(tx, input.id);
  if (!recovery) throw recoveryMissing();
  const by = decidedByAnother(context, recovery, {
    ...{ waits: 'entered', enteredBy: recovery.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const shared = input.outcome === 'confirmed' ? await share(tx, context, recovery) : {};
  const decided = { ...shared, state: input.outcome, ...by };
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

type Shared = Record<'fund_fen' | 'others_fen' | 'beyond_fen' | 'rest_fen' | 'advance_fen', Fen>;

/** While a payer waits, what comes back for its part is whose it owes it: the fund's, which advanced it. */
function heldFor(owing: readonly TransferRow[], party: string): RecoveryPart['held'] {
  if (party === 'bank') return null;
  const waits = owing.find(({ state, from_party: from }) => state === 'waiting' && from === party);
  if (!waits) return null;
  return waits.to_party === 'fund' ? 'fund' : 'bank';
}

/** Keeps who got what; what a party got wrongly before is set off against it. */
async function keepParts(
  tx: Tx,
  recovery: RecoveryRow,
  shared: {
    readonly got: readonly { readonly path: string; readonly party: string; readonly amount: Fen }[];
    readonly rest: Fen;
    readonly owing: readonly TransferRow[];
  },
): Promise<RecoveryPart[]> {
  const open = await claimBacksOf(tx, { id: recovery.claim_id });
  const household = { path: HOUSEHOLD_PATH, party: 'household', amount: shared.rest };
  const got = [
    ...shared.got.map((part) => ({ ...part, held: heldFor(shared.owing, part.party) })),
    { ...household, held: null },
  ].filter(({ amount }) => amount > 0n);
  const parts = partsOfGot(got, open);
  for (const { path, amount_fen: amount } of parts)
    if (path !== HOUSEHOLD_PATH) await addRecovered(tx, recovery.claim_id, path, amount);
  await insertParts(tx, recovery, parts);
  return parts;
}

async function share(tx: Tx, context: Context, recovery: RecoveryRow): Promise<Shared> {
  const claim = await claimInState(tx, recovery.claim_id, ['paid'], '登记追偿');
  const terms = await termsByNumber(tx, claim.terms_id);
  const owing = await transfersOf(tx, claim.id);
  // who refused bears nothing more, and whose its part becomes shows when all have answered
  if (!claim.settled_on && owing.some(({ state }) => state === 'refused')) throw refusedPartOpen();
  const rows = await bearersOf(tx, claim.id);
  const bearers = rows.map((row) => ({
    party: row.party,
    borne: row.settled_fen ?? row.amount_fen,
    recovered: row.recovered_fen,
  }));
  const net = addFen(recovery.gross_fen, -recovery.cost_fen);
  const owed = await owedBeyondLoss(tx, claim.id);
  const { parts, beyond, rest } = shareRecovery(terms.recovery_order, net, bearers, owed);
  if (rest > 0n && claim.principal_from_fen !== null && (await leavesDebt(tx, claim.id)))
    throw restOwed(addFen(net, -rest));
  const got = rows.map(({ path }, index) => ({ path, party: '', amount: ZERO_FEN, ...parts[index] }));
  const kept = await keepParts(tx, recovery, { got, rest, owing });
  const fund = addFen(...parts.filter(({ party }) => party === 'fund').map(({ amount }) => amount));
  const advance = addFen(...kept.map(advancedOf));
  const amount = addFen(fund, advance);
  if (amount > 0n) {
    const booked = { subjectKind: 'risk_fund_recovery', subjectId: recovery.id } as const;
    await postToFund(tx, context, { claim, ...booked, amount });
  }
  await settlePayers(tx, context, claim, terms);
  const others = addFen(net, -fund, -beyond, -rest);
  return {
    ...{ fund_fen: fund, others_fen: others, beyond_fen: beyond },
    ...{ rest_fen: rest, advance_fen: advance },
  };
}
