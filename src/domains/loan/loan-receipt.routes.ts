import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmReceipts } from './actions/confirm-receipts.ts';
import { returnReceipt, withdrawReceipt } from './actions/end-receipt.ts';
import { enterReceipt } from './actions/enter-receipt.ts';
import type { HouseholdInterest } from './actions/read-dues.ts';
import { listReceipts, showReceipt } from './actions/read-receipts.ts';
import * as shape from './loan-receipt.schema.ts';
import { loanParams, reasonBody } from './loan.schema.ts';

const tag = '还款登记与复核';

const rest: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loan-receipts',
    operation: 'listLoanReceipts',
    summary: '查询还款登记：待复核、已复核、已退回、已撤回、已冲正',
    tag,
    access: 'loan.read',
    query: shape.receiptListQuery,
    reply: shape.receiptListReply,
    act: (tx, context, { query }) => listReceipts(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-receipts/:id',
    operation: 'getLoanReceipt',
    summary: '一笔还款登记',
    tag,
    access: 'loan.read',
    params: shape.receiptParams,
    reply: shape.receiptDetailReply,
    act: (tx, _context, { params }) => showReceipt(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loan-receipts/:id/withdrawals',
    operation: 'withdrawLoanReceipt',
    summary: '登记人撤回待复核的还款登记',
    tag,
    access: 'loan.record-repayment',
    params: shape.receiptParams,
    body: reasonBody,
    reply: shape.receiptReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      withdrawReceipt(tx, context, { receiptId: params.id, reason: body.reason }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loan-receipts/:id/returns',
    operation: 'returnLoanReceipt',
    summary: '复核人退回还款登记',
    tag,
    access: 'loan.confirm-receipts',
    params: shape.receiptParams,
    body: reasonBody,
    reply: shape.receiptReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      returnReceipt(tx, context, { receiptId: params.id, reason: body.reason }),
  }),
];

/** What is owed of penalty depends on what the state pays, which is handed in. */
export const loanReceiptEndpoints = (householdInterest: HouseholdInterest): readonly Endpoint[] => [
  ...rest,
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/repayments',
    operation: 'recordRepayment',
    summary: '登记还款，待另一人复核入账',
    tag,
    access: 'loan.record-repayment',
    params: loanParams,
    body: shape.repaymentBody,
    reply: shape.receiptReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterReceipt(tx, context, householdInterest, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/penalty-payments',
    operation: 'recordPenaltyPayment',
    summary: '登记归还的罚息、复利，待另一人复核入账',
    tag,
    access: 'loan.record-repayment',
    params: loanParams,
    body: shape.penaltyPaymentBody,
    reply: shape.receiptReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterReceipt(tx, context, householdInterest, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/receipt-confirmations',
    operation: 'confirmLoanReceipts',
    summary: '按笔数和金额合计复核还款登记，一次入账',
    tag,
    access: 'loan.confirm-receipts',
    body: shape.confirmReceiptsBody,
    reply: shape.confirmationReply,
    status: 201,
    act: (tx, context, { body }) => confirmReceipts(tx, context, householdInterest, body),
  }),
];
