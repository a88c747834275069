import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideFundYear, enterFundYear, readFundYears } from './actions/settle-fund-year.ts';
import { instructYearAgain } from './actions/instruct-outlay.ts';
import { orderReply } from './risk-fund-claim.schema.ts';
import { decisionBody, idParams } from './risk-fund.schema.ts';
import * as shape from './risk-fund-year.schema.ts';

const tag = '风险补偿金 risk-fund';

export const fundYearEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/year-settlements',
    operation: 'listFundYears',
    summary: '按放款额计提的补偿金历年清算',
    tag,
    access: 'risk-fund.read',
    params: idParams,
    reply: shape.yearList,
    act: (tx, _context, { params }) => readFundYears(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-funds/:id/year-settlements',
    operation: 'enterFundYear',
    summary: '登记一家银行一个年度的清算：当年放款额按比例计提，减去认定的损失',
    tag,
    access: 'risk-fund.enter-money',
    params: idParams,
    status: 201,
    body: shape.yearBody,
    reply: shape.yearReply,
    act: (tx, context, { params, body }) =>
      enterFundYear(tx, context, {
        fundId: params.id,
        bankId: body.bank_id,
        year: body.year,
        loss: body.loss,
        documentNo: body.document_no,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-year-settlements/:id/decisions',
    operation: 'decideFundYear',
    summary: '拨付或否决年度清算：补偿损失，结余奖励或退回（不能是登记人；需在十分钟内重新验证密码）',
    tag,
    access: 'risk-fund.pay',
    freshSession: true,
    params: idParams,
    status: 201,
    body: decisionBody,
    reply: shape.yearReply,
    act: (tx, context, { params, body }) => decideFundYear(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-year-settlements/:id/payment-orders',
    operation: 'instructFundYearAgain',
    summary: '年度清算的一笔被银行退回并更正后，再次拨付（需在十分钟内重新验证密码）',
    tag,
    access: 'risk-fund.pay',
    freshSession: true,
    params: idParams,
    status: 201,
    body: shape.yearPartBody,
    reply: orderReply,
    act: (tx, context, { params, body }) => instructYearAgain(tx, context, { id: params.id, ...body }),
  }),
];
