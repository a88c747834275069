import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { reverseEntry } from '../../ledger/index.ts';
import { accountBooked, requireFree } from '../fund-account.store.ts';
import { lockFund } from '../risk-fund.store.ts';

/**
 * Takes back what `postToFund` booked, by a counter-entry of today, so that a closed year stays. The fund
 * must still hold it, beside what is approved to leave.
 */
export async function takeBackFromFund(
  tx: Tx,
  context: Context,
  input: {
    readonly fundId: bigint;
    readonly countyCode: string;
    readonly subjectKind: 'risk_fund_recovery' | 'risk_fund_back_payment';
    readonly subjectId: bigint;
    readonly amount: Fen;
    readonly memo: string;
  },
): Promise<void> {
  const { fundId, countyCode, subjectKind, subjectId, amount, memo } = input;
  if (amount === 0n) return;
  await lockFund(tx, fundId);
  const subject = { subjectKind, subjectId };
  await requireFree(tx, await accountBooked(tx, subject), amount);
  const facts = { ...subject, act: 'risk-fund.recovery-reversed', countyCode, onDate: context.today, memo };
  await reverseEntry(tx, facts, { ...subject, act: 'risk-fund.recovery' });
}
