import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideStatement, drawStatement, postStatement } from './actions/draw-statement.ts';
import { downloadYear } from './actions/download-year.ts';
import {
  downloadStatement,
  issueStatement,
  readStatement,
  readStatements,
  statementShown,
} from './actions/read-statements.ts';
import { emptyBody, idParams as params } from './mutual-aid.schema.ts';
import { entryDecision } from './mutual-loan.schema.ts';
import * as shape from './mutual-statement.schema.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const of = { tag: '互助资金 mutual-aid', params } as const;

export const mutualStatementEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/mutual-societies/:id/statements',
    operation: 'listMutualStatements',
    summary: '历月公示表',
    access: 'mutual-aid.read',
    reply: shape.statementList,
    act: (tx, _context, input) => readStatements(tx, input.params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/mutual-societies/:id/statements',
    operation: 'drawMutualStatement',
    summary: '会计编制月度公示表（月末后、无待确认收支）',
    access: 'mutual-aid.keep-register',
    status: 201,
    body: shape.statementBody,
    reply: shape.statementReply,
    act: (tx, context, input) =>
      drawStatement(tx, context, { societyId: input.params.id, month: input.body.month }).then(
        statementShown,
      ),
  }),
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/mutual-statements/:id',
    operation: 'readMutualStatement',
    summary: '一个月的公示数据：结存、收支、借款、放贷率、张贴情况',
    access: 'mutual-aid.read',
    reply: shape.statementDetail,
    act: (tx, _context, input) => readStatement(tx, input.params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/mutual-statements/:id/decisions',
    operation: 'decideMutualStatement',
    summary: '理事长确认公示表；确认后这个月结账',
    access: 'mutual-aid.approve',
    status: 201,
    body: entryDecision,
    reply: shape.statementReply,
    act: (tx, context, input) =>
      decideStatement(tx, context, { id: input.params.id, ...input.body }).then(statementShown),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/mutual-statements/:id/papers',
    operation: 'issueMutualStatement',
    summary: '出具月度公示表（PDF），张贴用；内容没有变化时仍是原来那一份',
    access: 'mutual-aid.keep-register',
    status: 201,
    body: emptyBody,
    reply: shape.paperReply,
    act: (tx, context, input) => issueStatement(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/mutual-statements/:id/workbook',
    operation: 'downloadMutualStatement',
    summary: '下载已确认的月度公示表（xlsx），每次下载留痕',
    access: 'mutual-aid.read',
    reply: WORKBOOK,
    act: (tx, context, input) => downloadStatement(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'get',
    path: '/mutual-distributions/:id/workbook',
    operation: 'downloadMutualYear',
    summary: '下载已结账一年的收支表（xlsx）：结存、逐笔收支、年末借款、占用费分配；每次下载留痕',
    access: 'mutual-aid.read',
    reply: WORKBOOK,
    act: (tx, context, input) => downloadYear(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...of,
    method: 'post',
    path: '/mutual-statements/:id/postings',
    operation: 'postMutualStatement',
    summary: '登记张贴：地点、张贴和取下日期',
    access: 'mutual-aid.keep-register',
    status: 201,
    body: shape.postingBody,
    reply: shape.postingReply,
    act: (tx, context, { params: { id }, body }) =>
      postStatement(tx, context, {
        id,
        place: body.place,
        postedOn: body.posted_on,
        untilOn: body.until_on,
      }),
  }),
];
