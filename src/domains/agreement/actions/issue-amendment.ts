import { formatDateZh } from '../../../kernel/date.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { issueDocument, loadTemplate, type DocumentRow, type PaperStamp } from '../../document/index.ts';
import { readAgreement, type AgreementDetail } from '../agreement.views.ts';
import { amendmentSignatures, lockAmendment, moveAmendment } from '../amendment.store.ts';
import { requireVersionFor } from '../core/agreement-number.ts';
import { amendmentMissing, wrongAmendmentState } from '../core/amendment-failures.ts';
import type { AmendmentRow } from '../core/amendment-row.ts';
import { amendmentFields } from '../core/amendment-sheet.ts';
import { signedAlready } from '../core/failures.ts';

/** Kind under which the paper of an amendment stands in the register of documents. */
export const AMENDMENT_PAPER = 'agreement_amendment';

const numberOf = (agreement: AgreementDetail, version: number): string =>
  `${agreement.agreement_no}-B${String(version)}`;

/**
 * Issues the paper of an amendment, with what changes beside what was agreed; anew while nobody has signed.
 */
export async function issueAmendment(
  tx: Tx,
  context: Context,
  id: bigint,
  version: string,
): Promise<DocumentRow> {
  const amendment = await lockAmendment(tx, id);
  if (!amendment) throw amendmentMissing();
  const { state, county_code: countyCode } = amendment;
  if (state !== 'drafted' && state !== 'issued') throw wrongAmendmentState(state, '出具文书');
  if ((await amendmentSignatures(tx, [id])).length > 0) throw signedAlready();
  requireVersionFor(version, countyCode);
  const agreement = await readAgreement(tx, amendment.agreement_id);
  invariant(agreement, 'an amendment belongs to an agreement in the same scope');
  const document = await issueDocument(tx, context, {
    kind: AMENDMENT_PAPER,
    subjectKind: 'agreement_amendment',
    subjectId: id,
    countyCode,
    bankId: amendment.bank_id,
    enterpriseId: amendment.enterprise_id,
    template: loadTemplate({
      slice: 'agreement',
      name: amendment.bank_id === null ? 'three-party-amendment' : 'amendment',
      version,
    }),
    number: numberOf(agreement, amendment.version),
    fields: (stamp) => fieldsOf(agreement, amendment, stamp),
    facts: publicFacts(agreement, amendment),
  });
  const moved = await moveAmendment(tx, id, ['drafted', 'issued'], {
    state: 'issued',
    document_id: document.id,
  });
  invariant(moved, 'an amendment that is held moves');
  await record(tx, context, {
    act: 'agreement.amendment-issued',
    subjectKind: 'agreement_amendment',
    subjectId: id,
    countyCode,
    before: { state },
    after: { state: 'issued', document_id: document.id, version: document.version },
  });
  return document;
}

function fieldsOf(agreement: AgreementDetail, amendment: AmendmentRow, stamp: PaperStamp) {
  invariant(agreement.in_force_on, 'what is amended is in force');
  return amendmentFields({
    ...stamp,
    agreementNo: agreement.agreement_no,
    amendmentNo: numberOf(agreement, amendment.version),
    version: amendment.version,
    signedOn: agreement.in_force_on,
    effectiveOn: amendment.effective_on,
    reason: amendment.reason,
    government: agreement.government_name,
    bank: agreement.bank_name,
    enterprise: agreement.enterprise_name,
    household: agreement.head_name,
    householdNo: agreement.household_no,
    village: `${agreement.township_name}${agreement.village_name}`,
    principal: agreement.amount_fen,
    floorYearly: amendment.floor_year_fen,
    differences: amendment.differences,
  });
}

const publicFacts = (agreement: AgreementDetail, amendment: AmendmentRow): Record<string, string> => ({
  文书: amendment.bank_id === null ? '三方协议补充协议' : '四方协议补充协议',
  原协议编号: agreement.agreement_no,
  版本: `第 ${String(amendment.version)} 版`,
  农户: maskName(agreement.head_name),
  生效日: formatDateZh(amendment.effective_on),
  保底收益: `每年 ${formatPercent(amendment.floor_percent)}%，${formatYuanGrouped(amendment.floor_year_fen)} 元`,
  变更事项: amendment.differences.map(({ label }) => label).join('、'),
});
