import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmClawback, refuseClawback } from './actions/decide-clawback.ts';
import { issueClawbackNotice } from './actions/issue-clawback-notice.ts';
import { proposeClawback } from './actions/propose-clawback.ts';
import { readClawback, readClawbacks, readDifferences } from './actions/read-clawbacks.ts';
import { enterClawbackPayment } from './actions/record-clawback-payment.ts';
import * as shape from './subsidy-clawback.schema.ts';

const tag = '贴息追缴 clawback';
const created = { tag, params: shape.clawbackParams, reply: shape.clawbackReply, status: 201 } as const;

export const clawbackEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/subsidy-differences',
    operation: 'listSubsidyDifferences',
    summary: '已付期间的差额：待补或待追缴，及尚待重算的贷款',
    tag,
    access: 'subsidy.read',
    query: shape.differenceQuery,
    reply: shape.differencePage,
    act: (tx, _context, { query }) => readDifferences(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-clawbacks',
    operation: 'listSubsidyClawbacks',
    summary: '追缴通知列表',
    tag,
    access: 'subsidy.read',
    query: shape.clawbackQuery,
    reply: shape.clawbackPage,
    act: (tx, _context, { query }) => readClawbacks(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-clawbacks/:id',
    operation: 'readSubsidyClawback',
    summary: '一份追缴通知：追回的各期、已归还的款项',
    tag,
    access: 'subsidy.read',
    params: shape.clawbackParams,
    reply: shape.clawbackDetail,
    act: (tx, _context, { params }) => readClawback(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/subsidy-clawbacks',
    operation: 'proposeSubsidyClawback',
    summary: '提出追缴多付的贴息，待另一人确认',
    tag,
    access: 'clawback.propose',
    params: shape.clawbackLoanParams,
    body: shape.proposeClawbackBody,
    reply: shape.clawbackReply,
    status: 201,
    act: (tx, context, { params, body }) => proposeClawback(tx, context, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-clawbacks/:id/confirmations',
    operation: 'confirmSubsidyClawback',
    summary: '确认追缴，记应收',
    access: 'clawback.confirm',
    act: (tx, context, { params }) => confirmClawback(tx, context, params.id),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-clawbacks/:id/refusals',
    operation: 'refuseSubsidyClawback',
    summary: '退回追缴',
    access: 'clawback.confirm',
    body: shape.refuseClawbackBody,
    act: (tx, context, { params, body }) =>
      refuseClawback(tx, context, { id: params.id, reason: body.reason }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-clawbacks/:id/repayments',
    operation: 'recordClawbackRepayment',
    summary: '登记归还的追缴款，待另一人复核；复核后转回贴息资金',
    access: 'clawback.receive',
    body: shape.clawbackPaymentBody,
    reply: shape.clawbackPaymentReply,
    act: (tx, context, { params, body }) => enterClawbackPayment(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-clawbacks/:id/papers',
    operation: 'issueClawbackNotice',
    summary: '出具财政贴息资金追缴通知书（PDF）；内容没有变化时不另出一份',
    access: 'clawback.receive',
    reply: shape.clawbackPaperReply,
    act: (tx, context, { params }) => issueClawbackNotice(tx, context, params.id),
  }),
];
