import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { compareBatch, readFunding } from './actions/compare-batch.ts';
import * as shape from './subsidy-comparison.schema.ts';
import { idParams } from './subsidy.schema.ts';

const tag = '贴息 subsidy';

/** What a batch is decided by, beside its own lines. */
export const subsidyComparisonEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id/comparison',
    operation: 'compareSubsidyBatch',
    summary: '与上期比较：笔数、金额、增减，变动较大的笔，同期各银行',
    tag,
    access: 'subsidy.read',
    params: idParams,
    reply: shape.comparisonReply,
    act: (tx, _context, { params }) => compareBatch(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id/funding',
    operation: 'readSubsidyFunding',
    summary: '资金指标：可用、排队在前、本批、拨付后余额',
    tag,
    access: 'budget.read',
    params: idParams,
    reply: shape.fundingReply,
    act: (tx, context, { params }) => readFunding(tx, context, params.id),
  }),
];
