import { addFen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { ClaimRow, ShareRow } from '../core/claim-row.ts';
import type { FundTerms } from '../core/fund-terms.ts';
import { listShares } from '../core/list-shares.ts';
import { splitNested } from '../core/share-loss.ts';
import { bearersOf } from '../risk-fund-claim.store.ts';
import * as store from '../waterfall.store.ts';

/**
 * Settles a claim for good (结清) once no payer is waited for any more: who refused bears nothing, its part
 * falls to whom the measures name. A payer whose part came back altogether owes nothing and is done.
 */
export async function settlePayers(
  tx: Tx,
  context: Context,
  claim: ClaimRow,
  terms: FundTerms,
): Promise<void> {
  if (!terms.waterfall || claim.settled_on) return;
  const shares = await bearersOf(tx, claim.id);
  for (const transfer of await store.transfersOf(tx, claim.id))
    if (transfer.state === 'waiting' && store.owedOf(transfer, shares) === 0n)
      await store.closeTransfer(tx, transfer, {
        ...{ state: 'paid', owed: store.owedOf(transfer, shares), on: context.today },
      });
  const transfers = await store.transfersOf(tx, claim.id);
  if (transfers.some(({ state }) => state === 'waiting')) return;
  if (await bankGivesBack(tx, context, { claim, terms, transfers })) return;
  await settle(tx, context, { claim, terms, transfers, shares });
}

interface Closed {
  readonly claim: ClaimRow;
  readonly terms: FundTerms;
  readonly transfers: readonly store.TransferRow[];
}

const refusedOf = (transfers: readonly store.TransferRow[]): readonly store.TransferRow[] =>
  transfers.filter(({ state }) => state === 'refused');

/** What the fund advanced and the payer refused is the bank's: it gives the advance back first. */
async function bankGivesBack(
  tx: Tx,
  context: Context,
  { claim, terms, transfers }: Closed,
): Promise<boolean> {
  const refused = refusedOf(transfers).filter(({ to_party: to }) => to === 'fund');
  if (terms.refused_part !== 'bank' || refused.length === 0) return false;
  if (transfers.some(({ from_party: from }) => from === 'bank')) return false;
  const amount = addFen(...refused.map((transfer) => transfer.amount_fen - transfer.offset_fen));
  await store.insertTransfer(tx, claim, { from: 'bank', to: 'fund', amount, on: context.today });
  return true;
}

async function settle(
  tx: Tx,
  context: Context,
  given: Closed & { shares: readonly ShareRow[] },
): Promise<void> {
  const { claim, terms, transfers, shares } = given;
  const amounts = finalAmounts(shares, transfers, terms.refused_part ?? 'bank');
  const parts = splitNested(amounts, terms.shares, terms.nested_split_base);
  await store.settleShares(tx, claim.id, listShares(parts, terms.shares));
  await store.markSettled(tx, claim.id, context.today);
  await record(tx, context, {
    act: 'risk-fund.claim-settled',
    subjectKind: 'risk_fund_claim',
    subjectId: claim.id,
    countyCode: claim.county_code,
    after: Object.fromEntries(shares.map(({ party }, index) => [party, String(amounts[index] ?? 0n)])),
  });
  await appendEvent(tx, { name: 'risk-fund.claim-settled', payload: { claim_id: String(claim.id) } });
}

/** A payer that refused keeps what came back for it, and no more: the rest moves. */
function finalAmounts(
  shares: readonly ShareRow[],
  transfers: readonly store.TransferRow[],
  to: 'bank' | 'fund',
): Fen[] {
  const refused = refusedOf(transfers);
  const moved = addFen(...refused.map((transfer) => transfer.amount_fen - transfer.offset_fen));
  return shares.map(({ party, amount_fen: amount }) => {
    const own = refused.find((transfer) => transfer.from_party === party);
    return own ? own.offset_fen : addFen(amount, party === to ? moved : 0n);
  });
}
