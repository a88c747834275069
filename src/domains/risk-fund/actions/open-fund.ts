import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { BANK_KINDS, requireCountyInScope, requireGoodStanding } from '../../organisation/index.ts';
import type { FundRow } from '../core/claim-row.ts';
import { insertFund } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface OpenFundInput {
  readonly countyCode: string;
  readonly name: string;
  readonly depositBankId: OrganisationId;
  readonly accountNo: string | null;
  readonly bankIds: readonly OrganisationId[];
  readonly productCodes: readonly string[];
}

/** Opens a county's fund: where its money lies, and whose loans of which products it covers. */
export async function openFund(tx: Tx, context: Context, input: OpenFundInput): Promise<FundRow> {
  requireCountyInScope(context.actor, input.countyCode);
  const wanted = { kinds: BANK_KINDS, countyCode: input.countyCode };
  for (const bank of new Set([input.depositBankId, ...input.bankIds]))
    await requireGoodStanding(tx, bank, wanted);
  const fund = await insertFund(tx, { ...input, openedBy: actingPerson(context), openedOn: context.today });
  await record(tx, context, {
    act: 'risk-fund.opened',
    subjectKind: 'risk_fund',
    subjectId: fund.id,
    countyCode: fund.county_code,
    after: { name: fund.name, banks: input.bankIds.length, products: input.productCodes },
  });
  return fund;
}
