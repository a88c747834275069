import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { compareBatch, readFunding } from './actions/compare-batch.ts';
import { drawSample } from './actions/draw-sample.ts';
import { readFlow } from './actions/read-flow.ts';
import * as shape from './subsidy-comparison.schema.ts';
import * as flow from './subsidy-flow.schema.ts';
import { idParams } from './subsidy.schema.ts';

const asked = { method: 'get', tag: '贴息 subsidy', params: idParams } as const;

/** What a batch is decided by, beside its own lines. */
export const subsidyComparisonEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...asked,
    path: '/subsidy-batches/:id/comparison',
    operation: 'compareSubsidyBatch',
    summary: '与上期比较：笔数、金额、增减，变动较大的笔，同期各银行',
    access: 'subsidy.read',
    reply: shape.comparisonReply,
    act: (tx, _context, { params }) => compareBatch(tx, params.id),
  }),
  defineEndpoint({
    ...asked,
    path: '/subsidy-batches/:id/funding',
    operation: 'readSubsidyFunding',
    summary: '资金指标：可用、排队在前、本批、拨付后余额',
    access: 'budget.read',
    reply: shape.fundingReply,
    act: (tx, context, { params }) => readFunding(tx, context, params.id),
  }),
  defineEndpoint({
    ...asked,
    path: '/subsidy-batches/:id/flow',
    operation: 'readSubsidyFlow',
    summary: '办理流程：谁、岗位、单位、时间、意见、等待天数，下一环节',
    access: 'subsidy.read',
    reply: flow.flowReply,
    act: (tx, context, { params }) => readFlow(tx, context, params.id),
  }),
  defineEndpoint({
    ...asked,
    path: '/subsidy-batches/:id/sample',
    operation: 'drawSubsidySample',
    summary: '抽查：按种子抽取若干笔，同一种子任何人抽出的相同',
    access: 'subsidy.read',
    query: flow.sampleQuery,
    reply: flow.sampleReply,
    act: (tx, _context, { params, query }) => drawSample(tx, params.id, query),
  }),
];
