import { addDays } from '../../../kernel/date.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  issueDocument,
  loadTemplate,
  validDocument,
  type DocumentRow,
  type PaperStamp,
} from '../../document/index.ts';
import { PAYEE_ACCOUNT_BINDING } from '../../payment/index.ts';
import { paymentListFields, paymentListRows, type PaymentListFacts } from '../core/payment-list-sheet.ts';
import { periodInWords } from '../core/period-words.ts';
import { orderPaper, orderPaperLines, type OrderPaper, type OrderPaperLine } from '../subsidy-paper.views.ts';

/**
 * Issues the payment list (拨付清单) of an instructed order; null for an order that pays no subsidy. Doing it
 * twice changes nothing: what was instructed is frozen, and so is its list.
 */
export async function issuePaymentList(
  tx: Tx,
  context: Context,
  orderId: bigint,
): Promise<DocumentRow | null> {
  const order = await orderPaper(tx, orderId);
  if (!order) return null;
  const paper = { kind: 'payment_list', subjectKind: 'payment_order', subjectId: order.id };
  const known = await validDocument(tx, paper);
  if (known) return known;
  const lines = (await orderPaperLines(tx, order.id)).map((line) => lineOf(context, line));
  return issueDocument(tx, context, {
    ...paper,
    countyCode: order.county_code,
    bankId: order.bank_id,
    template: loadTemplate({ slice: 'payment', name: 'payment-list', version: 'v1' }),
    number: order.order_no,
    fields: (stamp) => paymentListFields(factsOf(order, stamp)),
    rows: (stamp, pageRows) => paymentListRows(factsOf(order, stamp), lines, pageRows),
    facts: {
      文书: '财政贴息资金拨付清单',
      指令编号: order.order_no,
      承贷银行: order.bank_name,
      结息期: periodInWords(order.period_from, order.period_to),
      笔数: `${order.line_count} 笔`,
      金额: `${formatYuanGrouped(order.total_fen)} 元`,
      拨付单位: order.payer_name,
    },
  });
}

function factsOf(order: OrderPaper, stamp: PaperStamp): PaymentListFacts {
  return {
    ...stamp,
    batchNo: order.order_no,
    county: order.county_name,
    bank: order.bank_name,
    period: periodInWords(order.period_from, order.period_to),
    payer: order.payer_name,
    payerAccount: order.payer_account_no,
    instructedOn: order.instructed_on,
    lineCount: order.line_count,
    total: order.total_fen,
  };
}

const lineOf = (context: Context, line: OrderPaperLine) => ({
  borrower: line.borrower_name,
  residentId: line.id_no_masked,
  loanContractNo: line.contract_no,
  principal: line.principal_fen,
  days: line.days,
  subsidy: line.amount_fen,
  adjusts: line.adjusts_to === null ? null : addDays(line.adjusts_to, -1),
  offset: line.offset_fen,
  payeeName: line.payee_name,
  payeeAccount: context.cipher.open(line.payee_account_cipher, PAYEE_ACCOUNT_BINDING),
});
