import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { judgeFundBreaker } from './actions/judge-breaker.ts';
import { enterLift } from './actions/lift-suspension.ts';
import { readSuspensions, readWarnings } from './actions/read-suspensions.ts';
import * as shape from './lending-suspension.schema.ts';
import { idParams } from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';

export const lendingSuspensionEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/lending-suspensions',
    operation: 'listLendingSuspensions',
    summary: '停贷及恢复情况',
    tag,
    access: 'risk-fund.read',
    query: shape.suspensionQuery,
    reply: shape.suspensionPage,
    act: (tx, _context, { query }) => readSuspensions(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/lending-warnings',
    operation: 'listLendingWarnings',
    summary: '停贷预警：达到预警线的银行、产品或全县',
    tag,
    access: 'risk-fund.read',
    query: shape.warningQuery,
    reply: shape.warningPage,
    act: (tx, _context, { query }) => readWarnings(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-funds/:id/breaker-checks',
    operation: 'checkBreaker',
    summary: '按管理办法核对停贷线：超过则停办新贷，每日也自动核对',
    tag,
    access: 'risk-fund.examine',
    params: idParams,
    status: 201,
    body: shape.checkBody,
    reply: shape.checkReply,
    act: async (tx, context, { params }) => ({ items: await judgeFundBreaker(tx, context, params.id) }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/lending-suspensions/:id/lifts',
    operation: 'liftLendingSuspension',
    summary: '登记县级文件恢复放贷，待另一人复核',
    tag,
    access: 'risk-fund.set-up',
    params: idParams,
    status: 201,
    body: shape.liftBody,
    reply: shape.liftReply,
    act: (tx, context, { params, body }) =>
      enterLift(tx, context, { id: params.id, documentNo: body.document_no }),
  }),
];
