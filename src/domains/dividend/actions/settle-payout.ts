import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dividendMoney, dividendSide, openAccount, postEntry } from '../../ledger/index.ts';
import type { PayoutRow } from '../core/payout-row.ts';
import {
  lockPayout,
  markPaid,
  movePayout,
  payoutStanding,
  unsettledPayouts,
} from '../dividend-payout.store.ts';
import { PAYOUT_SUBJECT } from './take-payout-step.ts';

/**
 * Carries the bank's answer up into the list and the households' dues: what arrived is paid, once; the list
 * is settled when all of it arrived, partial while something was returned. Working from what is stored, it
 * changes nothing the second time.
 */
export async function settlePayout(tx: Tx, context: Context, payoutId: bigint): Promise<boolean> {
  const payout = await lockPayout(tx, payoutId);
  if (payout?.state !== 'instructed' && payout?.state !== 'partial') return false;
  const newly = await markPaid(tx, payout.id);
  await withhold(tx, payout, newly);
  const { paid_count, paid_fen, waiting } = await payoutStanding(tx, payout.id);
  const left = payout.line_count - paid_count;
  const state = left === 0 ? 'settled' : waiting === 0 ? 'partial' : payout.state;
  if (newly.length === 0 && state === payout.state) return false;
  invariant(await movePayout(tx, payout, state, { paid_count, paid_fen }), 'the list is locked');
  await record(tx, context, {
    act: 'dividend.payout-answered',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    before: { state: payout.state, paid_fen: payout.paid_fen },
    after: { state, paid_count, paid_fen },
  });
  return true;
}

/**
 * The withheld part leaves the account for the tax office with the households' own: one entry for each day's
 * lines, under the first of them, which is paid once and so books its day once.
 */
async function withhold(
  tx: Tx,
  payout: PayoutRow,
  lines: readonly { readonly id: bigint; readonly withheld_fen: bigint; readonly paid_on: PlainDate }[],
): Promise<void> {
  const { enterprise_id: enterprise, county_code: countyCode } = payout;
  const byDay = new Map<PlainDate, { subjectId: bigint; count: number; amount: bigint }>();
  for (const { id, withheld_fen: withheld, paid_on: day } of lines) {
    if (withheld === 0n) continue;
    const { subjectId = id, count = 0, amount = 0n } = byDay.get(day) ?? {};
    byDay.set(day, {
      subjectId: id < subjectId ? id : subjectId,
      count: count + 1,
      amount: amount + withheld,
    });
  }
  if (byDay.size === 0) return;
  const debit = await openAccount(tx, dividendSide('tax', enterprise, countyCode));
  const credit = await openAccount(tx, dividendMoney(enterprise, countyCode));
  for (const [onDate, { subjectId, count, amount }] of byDay) {
    const facts = {
      act: 'dividend.withheld',
      subjectKind: 'dividend_payout_line',
      subjectId,
      countyCode,
      onDate,
    };
    const memo = `代扣税款 ${payout.payout_no}，${String(count)}笔`;
    await postEntry(tx, { ...facts, memo }, { debit, credit, amount });
  }
}

const AT_MOST = 500;

/** Settles what was answered while its job was lost; answers how many it found. */
export async function sweepPayouts(tx: Tx, context: Context): Promise<number> {
  const payouts = await unsettledPayouts(tx, AT_MOST);
  for (const payout of payouts) await settlePayout(tx, context, payout);
  return payouts.length;
}
