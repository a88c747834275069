import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import {
  decideCountyPayment,
  enterAdvance,
  enterPremium,
  readCountyPayments,
} from './actions/pay-beside-fund.ts';
import { instructCountyPayment } from './actions/instruct-outlay.ts';
import { decideWriteOff, proposeWriteOff } from './actions/write-off-claim.ts';
import * as shape from './aftermath.schema.ts';
import { orderReply } from './risk-fund-claim.schema.ts';
import { decisionBody, idParams } from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';
const created = { tag, params: idParams, status: 201 } as const;

interface VoucherBody {
  readonly on_date: Parameters<typeof enterAdvance>[2]['onDate'];
  readonly document_no: string;
}
const voucherOf = (body: VoucherBody) => ({
  onDate: body.on_date,
  documentNo: body.document_no,
});

export const aftermathEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/write-offs',
    operation: 'proposeWriteOff',
    summary: '银行对已代偿的损失申请核销；农户的债务不变，以后收回的仍按比例分配',
    access: 'risk-fund.recover',
    body: shape.writeOffBody,
    reply: shape.writeOffReply,
    act: (tx, context, { params, body }) =>
      proposeWriteOff(tx, context, {
        claimId: params.id,
        documentNo: body.document_no,
        reason: body.reason,
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-write-offs/:id/decisions',
    operation: 'decideWriteOff',
    summary: '县级同意或否决核销',
    access: 'risk-fund.review',
    body: shape.writeOffDecisionBody,
    reply: shape.writeOffReply,
    act: (tx, context, { params, body }) =>
      decideWriteOff(tx, context, { id: params.id, refusal: body.refusal }),
  }),
  defineEndpoint({
    ...created,
    params: shape.loanParams,
    method: 'post',
    path: '/loans/:id/premium-subsidies',
    operation: 'enterPremiumSubsidy',
    summary: '登记一张保单的县级保费补贴，按保费分担比例计算；不动用补偿金',
    access: 'risk-fund.enter-money',
    body: shape.premiumBody,
    reply: shape.countyPaymentReply,
    act: (tx, context, { params, body }) =>
      enterPremium(tx, context, {
        loanId: params.id,
        insurer: body.insurer,
        policyNo: body.policy_no,
        premium: body.premium,
        payeeAccount: body.payee_account,
        payeeBank: body.payee_bank,
        ...voucherOf(body),
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/county-advances',
    operation: 'enterCountyAdvance',
    summary: '登记县级对一份代偿的垫付或垫付的收回；不入补偿金账',
    access: 'risk-fund.enter-money',
    body: shape.advanceBody,
    reply: shape.countyPaymentReply,
    act: (tx, context, { params, body }) =>
      enterAdvance(tx, context, {
        claimId: params.id,
        kind: body.kind,
        amount: body.amount,
        bankSerial: body.bank_serial,
        ...voucherOf(body),
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/county-payments/:id/decisions',
    operation: 'decideCountyPayment',
    summary: '确认或否决一笔保费补贴、垫付或收回（不能是登记人）',
    access: 'risk-fund.confirm-money',
    body: decisionBody,
    reply: shape.countyPaymentReply,
    act: (tx, context, { params, body }) => decideCountyPayment(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/county-payments/:id/payment-orders',
    operation: 'instructCountyPayment',
    summary: '拨付一笔已确认的保费补贴或垫付；退回并更正后再次拨付（需在十分钟内重新验证密码）',
    access: 'risk-fund.pay',
    freshSession: true,
    reply: orderReply,
    act: (tx, context, { params }) => instructCountyPayment(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/county-payments',
    operation: 'listCountyPayments',
    summary: '补偿金之外的县级支付：保费补贴、垫付及收回',
    tag,
    access: 'risk-fund.read',
    params: idParams,
    reply: shape.countyPaymentList,
    act: (tx, _context, { params }) => readCountyPayments(tx, params.id),
  }),
];
