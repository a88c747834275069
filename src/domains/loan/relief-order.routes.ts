import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmRelief, listReliefs, refuseRelief } from './actions/decide-relief.ts';
import { proposeRelief } from './actions/propose-relief.ts';
import {
  confirmReliefUndoing,
  listReliefUndoings,
  proposeReliefUndoing,
  refuseReliefUndoing,
} from './actions/undo-relief.ts';
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
  defineEndpoint({
    method: 'post',
    path: '/relief-orders/:id/undoings',
    operation: 'proposeReliefUndoing',
    summary: '提出撤销已确认的延期令（整份或其中一笔），待另一人确认',
    tag: TAG,
    access: 'loan.order-relief',
    params: shape.reliefParams,
    body: shape.proposeReliefUndoingBody,
    reply: shape.reliefUndoingReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      proposeReliefUndoing(tx, context, { reliefId: params.id, loanId: body.loan_id, reason: body.reason }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/relief-undoings',
    operation: 'listReliefUndoings',
    summary: '查询延期令的撤销',
    tag: TAG,
    access: 'loan.read',
    query: shape.reliefListQuery,
    reply: shape.reliefUndoingListReply,
    act: (tx, _context, { query }) => listReliefUndoings(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/relief-undoings/:id/confirmations',
    operation: 'confirmReliefUndoing',
    summary: '确认撤销延期令，到期日一并恢复',
    tag: TAG,
    access: 'loan.order-relief',
    params: shape.reliefUndoingParams,
    reply: shape.reliefUndoingReply,
    status: 201,
    act: (tx, context, { params }) => confirmReliefUndoing(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/relief-undoings/:id/refusals',
    operation: 'refuseReliefUndoing',
    summary: '退回撤销延期令的申请',
    tag: TAG,
    access: 'loan.order-relief',
    params: shape.reliefUndoingParams,
    body: reasonBody,
    reply: shape.reliefUndoingReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      refuseReliefUndoing(tx, context, { id: params.id, reason: body.reason }),
  }),
];
