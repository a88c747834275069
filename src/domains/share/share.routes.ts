import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { previewAllotment, proposeAllotment } from './actions/allot-issue.ts';
import { confirmAllotment, refuseAllotment } from './actions/decide-allotment.ts';
import { enterIssue } from './actions/enter-issue.ts';
import { readAllotment, readHoldings, readIssue, readIssues } from './actions/read-issues.ts';
import * as shape from './share.schema.ts';

const tag = '折股量化';

export const shareEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues', operation: 'listShareIssues', tag, access: 'share.read' },
    summary: '查询折股量化项目',
    query: shape.issuesQuery,
    reply: shape.issuesReply,
    act: (tx, _context, { query }) => readIssues(tx, query),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues', operation: 'enterShareIssue', tag, access: 'share.propose' },
    summary: '登记折股量化项目：财政或社会帮扶资金投入经营主体或村集体资产，连同股权条款',
    body: shape.issueBody,
    reply: shape.issueReply,
    status: 201,
    act: (tx, context, { body }) => enterIssue(tx, context, body),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id', operation: 'showShareIssue', tag, access: 'share.read' },
    summary: '查看一个项目：条款和分配方案',
    params: shape.issueParams,
    reply: shape.issueInFull,
    act: (tx, _context, { params }) => readIssue(tx, params.id),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-issues/:id/holdings', operation: 'listShareHoldings', tag },
    access: 'share.read',
    summary: '某日的股权登记：各户和村集体所持股份；不填日期为当日',
    params: shape.issueParams,
    query: shape.holdingsQuery,
    reply: shape.holdingsReply,
    act: (tx, context, { params, query }) => readHoldings(tx, context, { id: params.id, on: query.on }),
  }),
  defineEndpoint({
    ...{
      method: 'post',
      path: '/share-issues/:id/allotment-previews',
      operation: 'previewShareAllotment',
      tag,
    },
    access: 'share.propose',
    summary: '试算股份分配，不保存',
    params: shape.issueParams,
    body: shape.allotBody,
    reply: shape.previewReply,
    idempotent: false,
    act: (tx, context, { params, body }) => previewAllotment(tx, context, { issueId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/allotments', operation: 'proposeShareAllotment', tag },
    access: 'share.propose',
    summary: '提出股份分配方案，待另一人确认；不列名单时为本村全部可持股的户',
    params: shape.issueParams,
    body: shape.allotBody,
    reply: shape.allotmentReply,
    status: 201,
    act: (tx, context, { params, body }) => proposeAllotment(tx, context, { issueId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-allotments/:id', operation: 'showShareAllotment', tag },
    access: 'share.read',
    summary: '查看分配方案的名单',
    params: shape.allotmentParams,
    reply: shape.allotmentInFull,
    act: (tx, _context, { params }) => readAllotment(tx, params.id),
  }),
  defineEndpoint({
    ...{
      method: 'post',
      path: '/share-allotments/:id/confirmations',
      operation: 'confirmShareAllotment',
      tag,
    },
    access: 'share.confirm',
    summary: '确认股份分配：登记股权、编排股权证号（登记人和提出人不能确认）',
    params: shape.allotmentParams,
    reply: shape.allotmentReply,
    status: 201,
    act: (tx, context, { params }) => confirmAllotment(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-allotments/:id/refusals', operation: 'refuseShareAllotment', tag },
    access: 'share.confirm',
    summary: '退回股份分配方案',
    params: shape.allotmentParams,
    body: shape.reasonBody,
    reply: shape.allotmentReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      refuseAllotment(tx, context, { id: params.id, reason: body.reason }),
  }),
];
