import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { openAccount, postEntry, reverseEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { accountBooked, accountFor, requireFree } from '../fund-account.store.ts';
import { lockFund } from '../risk-fund.store.ts';

/**
 * Takes back what `postToFund` booked, by a counter-entry of today, so that a closed year stays: out of the
 * account that it came into, or, where that has been closed since, out of the one where money of the claim's
 * bank lies now. It must still be held there, beside what is approved to leave.
 */
export async function takeBackFromFund(
  tx: Tx,
  context: Context,
  input: {
    readonly claim: ClaimRow;
    readonly subjectKind: 'risk_fund_recovery' | 'risk_fund_back_payment';
    readonly subjectId: bigint;
    readonly amount: Fen;
    readonly memo: string;
  },
): Promise<void> {
  const { claim, subjectKind, subjectId, amount, memo } = input;
  if (amount === 0n) return;
  const { fund_id: fundId, county_code: countyCode, bank_id: bankId } = claim;
  await lockFund(tx, fundId);
  const subject = { subjectKind, subjectId };
  const booked = await accountBooked(tx, subject);
  const account = booked.closed_on === null ? booked : await accountFor(tx, fundId, bankId);
  await requireFree(tx, account, amount);
  const facts = { ...subject, act: 'risk-fund.recovery-reversed', countyCode, onDate: context.today, memo };
  if (account.id === booked.id) {
    await reverseEntry(tx, facts, { ...subject, act: 'risk-fund.recovery' });
    return;
  }
  const debit = await openAccount(tx, riskFundSide('recovery', fundId, countyCode));
  const credit = await openAccount(tx, riskFundMoney(account));
  await postEntry(tx, facts, { debit, credit, amount });
}
