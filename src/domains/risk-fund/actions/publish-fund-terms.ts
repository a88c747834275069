import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { checkFundTerms } from '../core/check-fund-terms.ts';
import type { FundRow } from '../core/claim-row.ts';
import { fundMissing, termsContradict } from '../core/failures.ts';
import type { FundTerms, NewFundTerms } from '../core/fund-terms.ts';
import { findFund, insertTerms, lockFund, replaceTerms, type TermsPublication } from '../risk-fund.store.ts';
import { termsReply } from './read-funds.ts';

interface FundTermsInput {
  readonly fundId: bigint;
  readonly terms: NewFundTerms;
}

/** The measures column by column, as the database compares them with what is put in force. */
interface KeptTerms {
  readonly row: NewFundTerms;
}

/**
 * One person asks for a dated version of a fund's measures (拟发管理办法); another confirms it, nothing is in force
 * before. Throws what publishing it today would be refused for: `risk-fund.terms-contradict`,
 * `risk-fund.terms-overlap`, `risk-fund.terms-used`; and `countersign.waiting`.
 */
export async function enterFundTerms(tx: Tx, context: Context, input: FundTermsInput): Promise<WorkRow> {
  const fund = await fundOf(tx, input.fundId);
  const row = input.terms;
  const faults = checkFundTerms(row);
  if (faults.length > 0) throw termsContradict(faults);
  const by = { person: actingPerson(context), on: context.today, countersignId: null };
  await rehearse(tx, () => putInForce(tx, fund, row, by));
  return enterWork<KeptTerms>(tx, context, {
    kind: 'fund_terms',
    countyCode: fund.county_code,
    subjectId: fund.id,
    onceKey: row.effective_from,
    input: { row },
    content: { fund: fund.name, ...termsReply(row) },
  });
}

async function fundOf(tx: Tx, id: bigint): Promise<FundRow> {
  const fund = await findFund(tx, id);
  if (!fund) throw fundMissing();
  return fund;
}

/** Measures without a last day end on the eve of the new ones (子洲 子政办发〔2020〕130号). */
async function putInForce(tx: Tx, fund: FundRow, terms: NewFundTerms, by: TermsPublication) {
  await lockFund(tx, fund.id);
  const replaced = await replaceTerms(tx, fund.id, terms.effective_from);
  return { replaced, published: await insertTerms(tx, fund, terms, by) };
}

/** Puts in force, to the letter, the measures that two persons have signed; never edited afterwards. */
async function publishSigned(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { row } = work.input as KeptTerms;
  const fund = await fundOf(tx, work.subjectId ?? 0n);
  const by = { person: work.enteredBy, on: context.today, countersignId: work.id };
  const { replaced, published } = await putInForce(tx, fund, row, by);
  await record(tx, context, {
    act: 'risk-fund.terms-published',
    subjectKind: 'risk_fund_terms',
    subjectId: published.id,
    countyCode: fund.county_code,
    after: {
      ...{ state: 'published', fund_id: fund.id, document_no: row.document_no },
      effective_from: row.effective_from,
      ...(replaced !== null && { replaces: replaced }),
    },
  });
  return publishedReply(published);
}

const publishedReply = ({ id, fund_id, document_no, effective_from }: FundTerms) => ({
  ...{ id, fund_id, document_no, effective_from },
});

export const fundTermsWork: CountersignedWork = {
  kind: 'fund_terms',
  access: 'risk-fund.confirm-terms',
  carryOut: publishSigned,
};
