import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmResets, proposeResets, refuseResets } from './actions/decide-rate-resets.ts';
import { readResetReminders } from './actions/remind-resets.ts';
import { listRateResets, listResetOrders, showResetOrder } from './actions/read-rate-resets.ts';
import { reasonBody } from './loan.schema.ts';
import * as shape from './rate-reset.schema.ts';

const tag = '利率调整';
const read = { method: 'get', tag, access: 'loan.read' } as const;
const decide = { method: 'post', tag, access: 'loan.confirm-change', params: shape.resetParams } as const;

export const rateResetEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...read,
    path: '/rate-resets',
    operation: 'listRateResets',
    summary: '按合同规则应调整而未调整的利率：调整日、原利率、新利率、依据的公布利率、逾期天数',
    query: shape.resetQuery,
    reply: shape.resetPage,
    act: (tx, context, { query }) => listRateResets(tx, context, query),
  }),
  defineEndpoint({
    ...read,
    path: '/rate-reset-reminders',
    operation: 'listRateResetReminders',
    summary: '催办：到期应调而未调的利率，提醒经办岗位，过期的提醒上一级',
    query: shape.resetReminderQuery,
    reply: shape.resetReminderPage,
    act: (tx, context, { query }) => readResetReminders(tx, context, query),
  }),
  defineEndpoint({
    ...read,
    path: '/rate-reset-orders',
    operation: 'listRateResetOrders',
    summary: '查询成批利率调整',
    query: shape.orderQuery,
    reply: shape.resetOrderPage,
    act: (tx, _context, { query }) => listResetOrders(tx, query),
  }),
  defineEndpoint({
    ...read,
    path: '/rate-reset-orders/:id',
    operation: 'showRateResetOrder',
    summary: '一批利率调整及其逐笔明细',
    params: shape.resetParams,
    reply: shape.resetOrderDetail,
    act: (tx, _context, { params }) => showResetOrder(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/rate-reset-orders',
    operation: 'proposeRateResets',
    summary: '银行提出一个项目到某日为止的全部应调利率，待另一人确认',
    tag,
    access: 'loan.propose-change',
    body: shape.proposeResetsBody,
    reply: shape.resetOrderReply,
    status: 201,
    act: (tx, context, { body }) => proposeResets(tx, context, body),
  }),
  defineEndpoint({
    ...decide,
    path: '/rate-reset-orders/:id/confirmations',
    operation: 'confirmRateResets',
    summary: '确认一批利率调整，各笔自其调整日起计',
    reply: shape.resetOrderReply,
    status: 201,
    act: (tx, context, { params }) => confirmResets(tx, context, params.id),
  }),
  defineEndpoint({
    ...decide,
    path: '/rate-reset-orders/:id/refusals',
    operation: 'refuseRateResets',
    summary: '退回一批利率调整',
    body: reasonBody,
    reply: shape.resetOrderReply,
    status: 201,
    act: (tx, context, { params, body }) => refuseResets(tx, context, { id: params.id, reason: body.reason }),
  }),
];
