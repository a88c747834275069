import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideMovement } from './actions/decide-movement.ts';
import { instructFundReturn } from './actions/instruct-outlay.ts';
import { enterMovement } from './actions/enter-movement.ts';
import { readCovers } from './actions/measure-cover.ts';
import { openFund } from './actions/open-fund.ts';
import { publishFundTerms } from './actions/publish-fund-terms.ts';
import {
  readFund,
  readFunds,
  readMovements,
  readStatement,
  readTopUp,
  termsReply,
} from './actions/read-funds.ts';
import { coverList, loanParams } from './risk-fund-cover.schema.ts';
import * as terms from './fund-terms.schema.ts';
import { orderReply } from './risk-fund-claim.schema.ts';
import * as shape from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';

export const riskFundEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/risk-funds',
    operation: 'listRiskFunds',
    summary: '辖区内的风险补偿金账户及余额',
    tag,
    access: 'risk-fund.read',
    query: shape.fundQuery,
    reply: shape.fundPage,
    act: (tx, _context, { query }) => readFunds(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-funds',
    operation: 'openRiskFund',
    summary: '设立县级风险补偿金：存款银行、覆盖的银行和产品',
    tag,
    access: 'risk-fund.set-up',
    status: 201,
    body: shape.fundBody,
    reply: shape.fundReply,
    act: (tx, context, { body }) =>
      openFund(tx, context, {
        countyCode: body.county_code,
        name: body.name,
        depositBankId: body.deposit_bank_id,
        bankIds: body.bank_ids,
        productCodes: body.product_codes,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id',
    operation: 'readRiskFund',
    summary: '一个账户：余额、可用、放大倍数限额、覆盖范围、历次管理办法',
    tag,
    access: 'risk-fund.read',
    params: shape.idParams,
    reply: shape.fundDetail,
    act: (tx, context, { params }) => readFund(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-funds/:id/terms',
    operation: 'publishRiskFundTerms',
    summary: '发布管理办法的一个版本；按贷款签订日适用，发布后不能修改',
    tag,
    access: 'risk-fund.set-up',
    params: shape.idParams,
    status: 201,
    body: terms.termsBody,
    reply: terms.termsReply,
    act: async (tx, context, { params, body }) =>
      termsReply(await publishFundTerms(tx, context, { fundId: params.id, terms: body })),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/top-up',
    operation: 'readRiskFundTopUp',
    summary: '应补充的资金：按季度初余额的比例，或按年底底线',
    tag,
    access: 'risk-fund.read',
    params: shape.idParams,
    query: shape.topUpQuery,
    reply: shape.topUpReply,
    act: (tx, context, { params, query }) => readTopUp(tx, context, { id: params.id, on: query.on }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/covers',
    operation: 'listLoanCovers',
    summary: '一笔贷款历次核定的补偿覆盖：放大倍数限额之内的本金',
    tag,
    access: 'risk-fund.read',
    params: loanParams,
    reply: coverList,
    act: (tx, _context, { params }) => readCovers(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/statement',
    operation: 'readRiskFundStatement',
    summary: '一段时期的收支对账：期初、拨入、利息、追回、代偿、退回、期末',
    tag,
    access: 'risk-fund.read',
    params: shape.idParams,
    query: shape.statementQuery,
    reply: shape.statementReply,
    act: (tx, _context, { params, query }) => readStatement(tx, { id: params.id, ...query }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/movements',
    operation: 'listRiskFundMovements',
    summary: '拨入、利息、退回的登记及确认情况',
    tag,
    access: 'risk-fund.read',
    params: shape.idParams,
    query: shape.movementQuery,
    reply: shape.movementPage,
    act: (tx, _context, { params, query }) => readMovements(tx, params.id, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-funds/:id/movements',
    operation: 'enterRiskFundMovement',
    summary: '登记拨入、利息或退回；由另一人确认后入账',
    tag,
    access: 'risk-fund.enter-money',
    params: shape.idParams,
    status: 201,
    body: shape.movementBody,
    reply: shape.movementReply,
    act: (tx, context, { params, body }) =>
      enterMovement(tx, context, {
        fundId: params.id,
        kind: body.kind,
        source: body.source,
        amount: body.amount,
        onDate: body.on_date,
        documentNo: body.document_no,
        remark: body.remark,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-movements/:id/decisions',
    operation: 'decideRiskFundMovement',
    summary: '确认或否决一笔资金登记（不能是登记人）',
    tag,
    access: 'risk-fund.confirm-money',
    params: shape.idParams,
    status: 201,
    body: shape.decisionBody,
    reply: shape.movementReply,
    act: (tx, context, { params, body }) => decideMovement(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-movements/:id/payment-orders',
    operation: 'instructFundReturn',
    summary: '拨付一笔已确认的退回；被银行退回并更正后再次拨付（需在十分钟内重新验证密码）',
    tag,
    access: 'risk-fund.pay',
    freshSession: true,
    params: shape.idParams,
    status: 201,
    reply: orderReply,
    act: (tx, context, { params }) => instructFundReturn(tx, context, params.id),
  }),
];
