import { invariant } from '../../../kernel/invariant.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { approvalFields, type ApprovalFacts, type ClaimSubjectFacts } from '../core/approval-sheet.ts';
import { instalmentsOf } from '../claim-line.store.ts';
import { claimMissing } from '../core/failures.ts';
import { STATE_WORDS } from '../core/paper-words.ts';
import { findClaim } from '../risk-fund-claim.store.ts';
import * as views from '../risk-fund-paper.views.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { CLAIM_SUBJECT } from './post-claim-notice.ts';

const KIND = 'risk_fund_approval';
const TEMPLATE = { slice: 'risk-fund', name: 'approval-sheet', version: 'v1' };

/** The approval sheet (风险补偿审批表) of a claim as it stands; nothing new, no new paper. */
export async function issueApprovalSheet(tx: Tx, context: Context, claimId: bigint): Promise<DocumentRow> {
  const claim = await findClaim(tx, claimId);
  const paper = await views.claimPaper(tx, claimId);
  if (!claim || !paper) throw claimMissing();
  const sheetNo = `SP${claim.claim_no.slice(2)}`;
  const facts: Omit<ApprovalFacts, 'stamp'> = {
    sheetNo,
    claim,
    terms: await termsByNumber(tx, claim.terms_id),
    instalments: await instalmentsOf(tx, claim),
    subject: subjectOf(paper),
    shares: await views.paperShares(tx, claimId),
    decisions: await views.paperDecisions(tx, claimId),
    publicity: publicityOf(await views.paperPublicity(tx, claimId)),
  };
  return issueWhenChanged(tx, context, {
    kind: KIND,
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    bankId: claim.bank_id,
    template: loadTemplate(TEMPLATE),
    number: sheetNo,
    fields: (stamp) => approvalFields({ ...facts, stamp }),
    facts: {
      文书: '风险补偿审批表',
      申报编号: claim.claim_no,
      承贷银行: paper.bank_name,
      借款人: maskName(paper.borrower_name),
      办理进度: STATE_WORDS[claim.state],
      损失金额: `${formatYuanGrouped(claim.loss_fen)} 元`,
      补偿金承担: `${formatYuanGrouped(claim.fund_fen)} 元`,
    },
  });
}

function subjectOf(paper: views.ClaimPaper): ClaimSubjectFacts {
  invariant(paper.contract_no && paper.disbursed_on, 'a claimed loan was signed and lent');
  return {
    fundName: paper.fund_name,
    bank: paper.bank_name,
    bankContact: [paper.bank_address, paper.bank_phone].filter((part) => part !== null).join('　'),
    borrower: paper.borrower_name,
    heir: paper.heir_name,
    residentId: paper.id_no_masked,
    householdNo: paper.household_no,
    village: paper.village,
    contractNo: paper.contract_no,
    voucherNo: paper.voucher_no,
    principal: paper.principal_fen,
    annualPercent: paper.annual_percent,
    disbursedOn: paper.disbursed_on,
    maturesOn: paper.matures_on,
  };
}

const publicityOf = (posted: views.PaperPublicity | null): ApprovalFacts['publicity'] =>
  posted && {
    startsOn: posted.starts_on,
    endsOn: posted.ends_on,
    state: posted.state,
    objections: posted.objections,
  };
