import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decidePayoutObjection, objectToPayout, releaseLine } from './actions/object-to-payout.ts';
import { readObjections } from './actions/read-payout-objections.ts';
import * as shape from './dividend-objection.schema.ts';

const tag = '分红 dividend';
const created = { tag, params: shape.idParams, status: 201 } as const;

export const dividendObjectionEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/dividend-payouts/:id/objections',
    operation: 'objectToDividendPayout',
    summary: '登记对兑付名单中一户的异议；公示期中止',
    access: 'notice.object',
    body: shape.objectionBody,
    reply: shape.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToPayout(tx, context, {
        payoutId: params.id,
        lineId: body.line_id,
        reason: body.reason,
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-objections',
    operation: 'listDividendObjections',
    summary: '兑付公示的异议：对哪份名单哪一户、理由、处理结论',
    tag,
    access: 'dividend.read',
    query: shape.objectionQuery,
    reply: shape.objectionPage,
    act: (tx, _context, { query }) => readObjections(tx, query),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/dividend-objections/:id/decisions',
    operation: 'decideDividendObjection',
    summary: '处理兑付异议：成立则暂缓该户，其余各户重新公示',
    access: 'notice.decide',
    body: shape.objectionDecisionBody,
    reply: shape.objectionDecisionReply,
    act: (tx, context, { params, body }) =>
      decidePayoutObjection(tx, context, { objectionId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/dividend-payout-lines/:id/releases',
    operation: 'releaseDividendLine',
    summary: '解除一户的暂缓，款项可列入下一份名单；处理异议的人不能解除',
    access: 'dividend.approve',
    body: shape.releaseBody,
    reply: shape.releaseReply,
    act: (tx, context, { params, body }) =>
      releaseLine(tx, context, { lineId: params.id, reason: body.reason }),
  }),
];
