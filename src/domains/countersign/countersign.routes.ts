import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmWork, refuseWork, type CountersignedWork } from './actions/decide-work.ts';
import { readWork } from './actions/read-work.ts';
import * as shape from './countersign.schema.ts';

const tag = '复核 countersign';

/** The desk of the second person, for every kind of work that is handed in. */
export const countersignEndpoints = (works: readonly CountersignedWork[]): readonly Endpoint[] => [
  defineEndpoint({
    method: 'get',
    path: '/countersigns',
    operation: 'listCountersigns',
    summary:
      '待复核、已复核事项：资金指标、追缴入账、政策版本、补偿金办法、保险方案、协议资金到账与归还、解除停贷、冲正追偿、冲正追回到账',
    tag,
    access: 'countersign.read',
    query: shape.workQuery,
    reply: shape.workPage,
    act: (tx, _context, { query }) => readWork(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/countersigns/:id/confirmations',
    operation: 'confirmCountersign',
    summary: '复核通过，随即生效',
    tag,
    access: 'countersign.decide',
    params: shape.workParams,
    reply: shape.confirmedReply,
    status: 201,
    act: (tx, context, { params }) => confirmWork(tx, context, works, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/countersigns/:id/refusals',
    operation: 'refuseCountersign',
    summary: '复核退回，须写明原因',
    tag,
    access: 'countersign.decide',
    params: shape.workParams,
    body: shape.refusalBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) => refuseWork(tx, context, works, { id: params.id, ...body }),
  }),
];
