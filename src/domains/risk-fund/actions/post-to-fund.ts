import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { openAccount, postEntry, riskFundMoney, riskFundSide } from '../../ledger/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';

/** Posts what came back for the fund on a claim: from the household, or from a payer it advanced for. */
export async function postToFund(
  tx: Tx,
  context: Context,
  input: {
    readonly claim: ClaimRow;
    readonly subjectKind: 'risk_fund_recovery' | 'risk_fund_answer';
    readonly subjectId: bigint;
    readonly amount: Fen;
  },
): Promise<void> {
  const { claim, subjectKind, subjectId, amount } = input;
  const debit = await openAccount(tx, riskFundMoney(claim.fund_id, claim.county_code));
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
