import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideBackPayment } from './actions/decide-back-payment.ts';
import { enterBackPayment } from './actions/enter-back-payment.ts';
import { enterBackPaymentReversal } from './actions/reverse-back-payment.ts';
import { backPaymentBody, backPaymentReply } from './back-payment.schema.ts';
import { reversalBody, reversalReply } from './recovery-reversal.schema.ts';
import { decisionBody, idParams } from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';
const created = { tag, params: idParams, status: 201 } as const;

export const backPaymentEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/back-payments',
    operation: 'enterBackPayment',
    summary: '登记应追回款项由付款方直接退回：凭文件登记到账，另一人确认后入账',
    access: 'risk-fund.enter-money',
    body: backPaymentBody,
    reply: backPaymentReply,
    act: (tx, context, { params, body }) =>
      enterBackPayment(tx, context, {
        claimId: params.id,
        party: body.party,
        to: body.to_party,
        amount: body.amount,
        receivedOn: body.received_on,
        documentNo: body.document_no,
        bankSerial: body.bank_serial,
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-back-payments/:id/decisions',
    operation: 'decideBackPayment',
    summary: '确认或否决一笔追回到账（不能是登记人）；退给补偿金的随即入账',
    access: 'risk-fund.confirm-money',
    body: decisionBody,
    reply: backPaymentReply,
    act: (tx, context, { params, body }) => decideBackPayment(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-back-payments/:id/reversals',
    operation: 'reverseBackPayment',
    summary: '登记冲正一笔已确认的追回到账，待另一人复核；复核后补偿金所得退出，款项仍应追回',
    access: 'risk-fund.examine',
    body: reversalBody,
    reply: reversalReply,
    act: (tx, context, { params, body }) =>
      enterBackPaymentReversal(tx, context, {
        id: params.id,
        documentNo: body.document_no,
        reason: body.reason,
      }),
  }),
];
