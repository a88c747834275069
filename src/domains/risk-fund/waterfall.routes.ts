import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideAnswer } from './actions/decide-answer.ts';
import { enterAnswer } from './actions/enter-answer.ts';
import { decideLossReport, enterLossReport, readLossReports } from './actions/report-loss-year.ts';
import { decisionBody, idParams } from './risk-fund.schema.ts';
import * as shape from './waterfall.schema.ts';

const tag = '风险补偿金 risk-fund';
const created = { tag, params: idParams, status: 201 } as const;

export const waterfallEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-transfers/:id/answers',
    operation: 'enterPayerAnswer',
    summary: '登记保险、担保等赔付方的答复：等待期满后，凭文件登记赔付到账或拒赔',
    access: 'risk-fund.enter-money',
    body: shape.answerBody,
    reply: shape.answerReply,
    act: (tx, context, { params, body }) =>
      enterAnswer(tx, context, {
        transferId: params.id,
        outcome: body.outcome,
        amount: body.amount,
        answeredOn: body.answered_on,
        documentNo: body.document_no,
        bankSerial: body.bank_serial,
        reason: body.reason,
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-answers/:id/decisions',
    operation: 'decidePayerAnswer',
    summary: '确认或否决一份赔付答复（不能是登记人）；各方答复齐后结清代偿',
    access: 'risk-fund.confirm-money',
    body: decisionBody,
    reply: shape.answerReply,
    act: (tx, context, { params, body }) => decideAnswer(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-funds/:id/loss-reports',
    operation: 'listLossReports',
    summary: '保险公司等历次报送的本年度保费和赔付',
    tag,
    access: 'risk-fund.read',
    params: idParams,
    reply: shape.reportList,
    act: (tx, _context, { params }) => readLossReports(tx, params.id),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-funds/:id/loss-reports',
    operation: 'enterLossReport',
    summary: '登记约定超赔分担的一方截至某日的本年度保费和赔付',
    access: 'risk-fund.enter-money',
    body: shape.reportBody,
    reply: shape.reportReply,
    act: (tx, context, { params, body }) =>
      enterLossReport(tx, context, {
        fundId: params.id,
        party: body.party,
        onDate: body.on_date,
        premium: body.premium,
        claims: body.claims,
        documentNo: body.document_no,
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-loss-reports/:id/decisions',
    operation: 'decideLossReport',
    summary: '确认或否决一份赔付率报表（不能是登记人）',
    access: 'risk-fund.confirm-money',
    body: decisionBody,
    reply: shape.reportReply,
    act: (tx, context, { params, body }) => decideLossReport(tx, context, { id: params.id, ...body }),
  }),
];
