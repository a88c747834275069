import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmRelief, listReliefs, refuseRelief } from './actions/decide-relief.ts';
import { proposeRelief } from './actions/propose-relief.ts';
import { reasonBody } from './loan.schema.ts';
import * as shape from './relief-order.schema.ts';

const TAG = '延期令';

export const reliefOrderEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/relief-orders',
    operation: 'listReliefOrders',
    summary: '查询延期令',
    tag: TAG,
    access: 'loan.read',
    query: shape.reliefListQuery,
    reply: shape.reliefListReply,
    act: (tx, _context, { query }) => listReliefs(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/relief-orders',
    operation: 'proposeReliefOrder',
    summary: '提出延期令，待另一人确认',
    tag: TAG,
    access: 'loan.order-relief',
    body: shape.proposeReliefBody,
    reply: shape.reliefReply,
    status: 201,
    act: (tx, context, { body }) => proposeRelief(tx, context, body),
  }),
  defineEndpoint({
    method: 'post',
    path: '/relief-orders/:id/confirmations',
    operation: 'confirmReliefOrder',
    summary: '确认延期令，一并调整到期日',
    tag: TAG,
    access: 'loan.order-relief',
    params: shape.reliefParams,
    reply: shape.reliefReply,
    status: 201,
    act: (tx, context, { params }) => confirmRelief(tx, context, { reliefId: params.id }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/relief-orders/:id/refusals',
    operation: 'refuseReliefOrder',
    summary: '退回延期令',
    tag: TAG,
    access: 'loan.order-relief',
    params: shape.reliefParams,
    body: reasonBody,
    reply: shape.reliefReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      refuseRelief(tx, context, { reliefId: params.id, reason: body.reason }),
  }),
];
