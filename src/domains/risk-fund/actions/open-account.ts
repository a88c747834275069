import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { BANK_KINDS, requireGoodStanding } from '../../organisation/index.ts';
import { accountClosed, accountMissing } from '../core/account-failures.ts';
import type { FundAccountRow } from '../core/claim-row.ts';
import { dateAhead, fundMissing } from '../core/failures.ts';
import { closeFundAccount, findFundAccount, insertFundAccount } from '../fund-account.store.ts';
import { findFund, lockFund } from '../risk-fund.store.ts';

export interface OpenAccountInput {
  readonly fundId: bigint;
  readonly bankId: OrganisationId;
  readonly accountNo: string;
  readonly openedOn: PlainDate;
}

/** Registers an account of a fund at a further deposit bank (开户); its money is moved there by two persons. */
export async function openFundAccount(
  tx: Tx,
  context: Context,
  input: OpenAccountInput,
): Promise<FundAccountRow> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  if (input.openedOn > context.today) throw dateAhead('/opened_on');
  await requireGoodStanding(tx, input.bankId, { kinds: BANK_KINDS, countyCode: fund.county_code });
  const account = await insertFundAccount(tx, fund, { ...input, openedBy: actingPerson(context) });
  await record(tx, context, {
    act: 'risk-fund.account-opened',
    subjectKind: 'risk_fund_account',
    subjectId: account.id,
    countyCode: fund.county_code,
    after: { fund: fund.name, bank_id: account.bank_id, opened_on: account.opened_on },
  });
  return account;
}

/** Closes an account that is empty (销户), while the fund has another. */
export async function closeAccount(tx: Tx, context: Context, id: bigint): Promise<FundAccountRow> {
  const account = await findFundAccount(tx, id);
  if (!account) throw accountMissing();
  await lockFund(tx, account.fund_id);
  const closing = { closed_by: actingPerson(context), closed_on: context.today };
  if (!(await closeFundAccount(tx, id, closing))) throw accountClosed();
  await record(tx, context, {
    act: 'risk-fund.account-closed',
    subjectKind: 'risk_fund_account',
    subjectId: account.id,
    countyCode: account.county_code,
    before: { closed_on: null },
    after: { closed_on: context.today },
  });
  return { ...account, closed_on: context.today };
}
