import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { PAYEE_ACCOUNT_BINDING } from '../../payment/index.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { claimMissing } from '../core/failures.ts';
import { notInstructed } from '../core/paper-failures.ts';
import { voucherFields, type VoucherFacts } from '../core/voucher-sheet.ts';
import { findClaim } from '../risk-fund-claim.store.ts';
import * as views from '../risk-fund-paper.views.ts';
import { termsByNumber } from '../risk-fund.store.ts';

const KIND = 'risk_fund_voucher';
const TEMPLATE = { slice: 'risk-fund', name: 'payment-voucher', version: 'v2' };

/** The payment voucher (拨付凭证) of a claim's last order, with the bank's answer once there is one. */
export async function issueVoucher(tx: Tx, context: Context, claimId: bigint): Promise<DocumentRow> {
  const claim = await findClaim(tx, claimId);
  const paper = await views.claimPaper(tx, claimId);
  if (!claim || !paper) throw claimMissing();
  const order = await views.voucherPaper(tx, claimId);
  if (!order) throw notInstructed(claim.state);
  const { document_no: measures } = await termsByNumber(tx, claim.terms_id);
  const decisions = await views.paperDecisions(tx, claimId);
  const payeeAccount = context.cipher.open(order.payee_account_cipher, PAYEE_ACCOUNT_BINDING);
  const facts = { ...factsOf(claim, paper, order), payeeAccount, measures, decisions };
  return issueWhenChanged(tx, context, {
    kind: KIND,
    subjectKind: 'payment_order',
    subjectId: order.id,
    countyCode: claim.county_code,
    bankId: claim.bank_id,
    template: loadTemplate(TEMPLATE),
    number: facts.voucherNo,
    fields: (stamp) => voucherFields({ ...facts, stamp }),
    facts: {
      文书: '风险补偿金拨付凭证',
      凭证编号: facts.voucherNo,
      付款单位: order.payer_name,
      收款户名: order.payee_name,
      金额: `${formatYuanGrouped(order.amount_fen)} 元`,
      申报编号: claim.claim_no,
    },
  });
}

const factsOf = (
  claim: ClaimRow,
  paper: views.ClaimPaper,
  order: views.VoucherPaper,
): Omit<VoucherFacts, 'stamp' | 'measures' | 'decisions' | 'payeeAccount'> => ({
  voucherNo: `PZ${order.order_no.slice(2)}`,
  orderNo: order.order_no,
  instructedOn: order.instructed_on,
  county: paper.county_name,
  payer: order.payer_name,
  fundName: paper.fund_name,
  depositBank: order.deposit_bank_name,
  payeeName: order.payee_name,
  payeeBank: order.payee_bank_name,
  payerAccount: order.payer_account ?? '未登记',
  amount: order.amount_fen,
  claimNo: claim.claim_no,
  borrower: paper.borrower_name,
  contractNo: paper.contract_no,
  loanVoucherNo: paper.voucher_no,
  loss: claim.loss_fen,
  advance: claim.advance_fen,
  round: order.round,
  answer: answerOf(order),
});

function answerOf(order: views.VoucherPaper): VoucherFacts['answer'] {
  if (order.answered_on === null) return null;
  return {
    outcome: order.state === 'paid' ? 'paid' : 'returned',
    on: order.answered_on,
    bankSerial: order.bank_serial,
    reason: order.return_reason,
  };
}
