import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import {
  decideShareDividend,
  declareShareDividend,
  readShareDividend,
} from './actions/declare-share-dividend.ts';
import * as shape from './share-dividend.schema.ts';

const tag = '分红 dividend';

export const shareDividendEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'post', path: '/share-issues/:id/dividends', operation: 'declareShareDividend', tag },
    access: 'dividend.draft',
    summary: '按登记日锁定的持股名单提出一年的股份分红：优先股保底，盈余参与分红',
    params: shape.issueParams,
    body: shape.declareBody,
    reply: shape.shareDividendReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      declareShareDividend(tx, context, { issueId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/share-dividends/:id', operation: 'readShareDividend', tag },
    access: 'share.read',
    summary: '一份股份分红逐户明细',
    params: shape.dividendParams,
    reply: shape.shareDividendReply,
    act: (tx, _context, { params }) => readShareDividend(tx, params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/share-dividends/:id/decisions', operation: 'decideShareDividend', tag },
    access: 'dividend.approve',
    summary: '确认或退回股份分红（提出人不能确认）',
    params: shape.dividendParams,
    body: shape.decisionBody,
    reply: shape.shareDividendReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideShareDividend(tx, context, { id: params.id, state: body.outcome }),
  }),
];
