import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmStatement } from './actions/confirm-statement.ts';
import { drawStatement } from './actions/draw-statement.ts';
import {
  downloadStatement,
  issueStatement,
  readStatements,
  readYearStatement,
} from './actions/read-statements.ts';
import * as shape from './fund-statement.schema.ts';
import { idParams } from './risk-fund.schema.ts';
import { paperBody, paperReply } from './risk-fund-paper.schema.ts';

const tag = '风险补偿金 risk-fund';
const of = { tag, params: idParams } as const;

export const fundStatementEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/risk-funds/:id/year-statements',
    operation: 'listFundStatements',
    summary: '一个账户历年的对账单及确认情况',
    access: 'risk-fund.read',
    reply: shape.statementList,
    act: (tx, _context, { params }) => readStatements(tx, params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/risk-funds/:id/year-statements',
    operation: 'drawFundStatement',
    summary: '财政局编制年度对账单：期初、拨入、利息、追回、代偿、退回、期末，逐笔列明凭证号',
    access: 'risk-fund.draw-statement',
    status: 201,
    body: shape.drawBody,
    reply: shape.statementReply,
    act: (tx, context, { params, body }) =>
      drawStatement(tx, context, { fundId: params.id, year: body.year }),
  }),
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/fund-statements/:id',
    operation: 'readFundStatement',
    summary: '一份年度对账单：每笔收支和三方意见',
    access: 'risk-fund.read',
    reply: shape.statementDetail,
    act: (tx, _context, { params }) => readYearStatement(tx, params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/fund-statements/:id/confirmations',
    operation: 'confirmFundStatement',
    summary: '财政、扶贫部门、存放银行各自确认年末余额；有差异的写明原因；三方相符即封账',
    access: 'risk-fund.confirm-statement',
    status: 201,
    body: shape.confirmBody,
    reply: shape.statementReply,
    act: (tx, context, { params, body }) =>
      confirmStatement(tx, context, { statementId: params.id, ...body }),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/fund-statements/:id/papers',
    operation: 'issueFundStatement',
    summary: '出具年度对账单（PDF），三方签章',
    access: 'document.print',
    status: 201,
    body: paperBody,
    reply: paperReply,
    act: (tx, context, { params }) => issueStatement(tx, context, params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/fund-statements/:id/workbook',
    operation: 'downloadFundStatement',
    summary: '下载年度对账单（xlsx），每次下载留痕',
    access: 'risk-fund.read',
    reply: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    act: (tx, context, { params }) => downloadStatement(tx, context, params.id),
  }),
];
