import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { issueApprovalSheet } from './actions/issue-approval-sheet.ts';
import { issueVoucher } from './actions/issue-voucher.ts';
import { idParams } from './risk-fund.schema.ts';
import { paperBody, paperReply } from './risk-fund-paper.schema.ts';

const printed = {
  tag: '风险补偿金 risk-fund',
  access: 'document.print',
  params: idParams,
  body: paperBody,
  reply: paperReply,
  status: 201,
} as const;

export const riskFundPaperEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...printed,
    method: 'post',
    path: '/risk-fund-claims/:id/approval-sheets',
    operation: 'issueApprovalSheet',
    summary: '出具风险补偿审批表（PDF）；内容没有变化时仍是原来那一份',
    act: (tx, context, { params }) => issueApprovalSheet(tx, context, params.id),
  }),
  defineEndpoint({
    ...printed,
    method: 'post',
    path: '/risk-fund-claims/:id/payment-vouchers',
    operation: 'issuePaymentVoucher',
    summary: '出具最近一次拨付的拨付凭证（PDF），含银行回单情况',
    act: (tx, context, { params }) => issueVoucher(tx, context, params.id),
  }),
];
