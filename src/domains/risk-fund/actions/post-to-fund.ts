import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { openAccount, postEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { accountFor } from '../fund-account.store.ts';

/**
 * Posts what came back for the fund on a claim: from the household, from a payer it advanced for, or from
 * who had got it wrongly. It comes by the claiming bank, so it lies in the fund's account there where it has
 * one.
 */
export async function postToFund(
  tx: Tx,
  context: Context,
  input: {
    readonly claim: ClaimRow;
    readonly subjectKind: 'risk_fund_recovery' | 'risk_fund_answer' | 'risk_fund_back_payment';
    readonly subjectId: bigint;
    readonly amount: Fen;
  },
): Promise<void> {
  const { claim, subjectKind, subjectId, amount } = input;
  const account = await accountFor(tx, claim.fund_id, claim.bank_id);
  const debit = await openAccount(tx, riskFundMoney(account));
  const credit = await openAccount(tx, riskFundSide('recovery', claim.fund_id, claim.county_code));
  const facts = {
    act: 'risk-fund.recovery',
    subjectKind,
    subjectId,
    countyCode: claim.county_code,
    onDate: context.today,
    memo: `追偿 ${claim.claim_no}`,
  };
  await postEntry(tx, facts, { debit, credit, amount });
}
