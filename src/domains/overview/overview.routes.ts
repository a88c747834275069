import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readOverview } from './actions/read-overview.ts';
import * as shape from './overview.schema.ts';

export const overviewEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/overview',
    operation: 'readOverview',
    summary: '总览：一个行政区划及其下一级的贷款、逾期、到期、贴息与补偿金',
    tag: '总览 overview',
    access: 'loan.read',
    query: shape.overviewQuery,
    reply: shape.overviewReply,
    act: (tx, context, { query }) => readOverview(tx, context, query.region_code),
  }),
];
