import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { writeRatingForm } from './actions/write-rating-form.ts';
import { decideCredit, enterCredit, listCredits } from './actions/grant-credit.ts';
import * as shape from './household-credit.schema.ts';
import { reasonBody } from './loan.schema.ts';

const TAG = '评级授信';

export const householdCreditEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/household-credits',
    operation: 'listHouseholdCredits',
    summary: '查询评级授信',
    tag: TAG,
    access: 'loan.read',
    query: shape.creditListQuery,
    reply: shape.creditListReply,
    act: (tx, context, { query }) => listCredits(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/household-credit-form',
    operation: 'exportRatingForm',
    summary: '导出评级授信表（17 栏），号码默认脱敏，每次导出留痕',
    tag: TAG,
    access: 'loan.read',
    query: shape.ratingFormQuery,
    reply: 'application/octet-stream',
    act: (tx, context, { query: { format, numbers, reason, ...filter } }) =>
      writeRatingForm(tx, context, { filter, format, numbers, reason }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/household-credits',
    operation: 'enterHouseholdCredit',
    summary: '录入评级授信和原贷款情况，待另一人确认',
    tag: TAG,
    access: 'loan.register',
    body: shape.creditBody,
    reply: shape.creditReply,
    status: 201,
    act: (tx, context, { body }) => enterCredit(tx, context, body),
  }),
  defineEndpoint({
    method: 'post',
    path: '/household-credits/:id/confirmations',
    operation: 'confirmHouseholdCredit',
    summary: '确认评级授信',
    tag: TAG,
    access: 'loan.approve',
    params: shape.creditParams,
    reply: shape.creditReply,
    status: 201,
    act: (tx, context, { params }) => decideCredit(tx, context, { creditId: params.id, refusal: null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/household-credits/:id/refusals',
    operation: 'refuseHouseholdCredit',
    summary: '退回评级授信',
    tag: TAG,
    access: 'loan.approve',
    params: shape.creditParams,
    body: reasonBody,
    reply: shape.creditReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideCredit(tx, context, { creditId: params.id, refusal: body.reason }),
  }),
];
