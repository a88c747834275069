import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkFundTerms } from '../core/check-fund-terms.ts';
import { fundMissing, termsContradict } from '../core/failures.ts';
import type { FundTerms, NewFundTerms } from '../core/fund-terms.ts';
import { findFund, insertTerms, lockFund, replaceTerms } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

/**
 * Publishes a dated version of a fund's measures; once published it is never edited. Measures without a last
 * day end on its eve (子洲 子政办发〔2020〕130号). Throws `risk-fund.terms-used` when a loan signed since was
 * measured, claimed or settled by them.
 */
export async function publishFundTerms(
  tx: Tx,
  context: Context,
  input: { readonly fundId: bigint; readonly terms: NewFundTerms },
): Promise<FundTerms> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  const faults = checkFundTerms(input.terms);
  if (faults.length > 0) throw termsContradict(faults);
  await lockFund(tx, fund.id);
  const replaced = await replaceTerms(tx, fund.id, input.terms.effective_from);
  const by = { person: actingPerson(context), on: context.today };
  const terms = await insertTerms(tx, fund, input.terms, by);
  await record(tx, context, {
    act: 'risk-fund.terms-published',
    subjectKind: 'risk_fund_terms',
    subjectId: terms.id,
    countyCode: fund.county_code,
    after: {
      fund_id: fund.id,
      document_no: terms.document_no,
      effective_from: terms.effective_from,
      ...(replaced !== null && { replaces: replaced }),
    },
  });
  return terms;
}
