import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmChange, refuseChange } from './actions/decide-change.ts';
import { proposeChange } from './actions/propose-change.ts';
import { listChanges, showChange } from './actions/read-changes.ts';
import type { HouseholdInterest } from './actions/read-dues.ts';
import * as shape from './loan-change.schema.ts';
import { loanParams, reasonBody } from './loan.schema.ts';

const TAG = '贷款变更';

const rest: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loan-changes',
    operation: 'listLoanChanges',
    summary: '查询展期、利率调整、挪用、死亡、贴息资格变更',
    tag: TAG,
    access: 'loan.read',
    query: shape.changeListQuery,
    reply: shape.changeListReply,
    act: (tx, context, { query }) => listChanges(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-changes/:id',
    operation: 'getLoanChange',
    summary: '一项变更',
    tag: TAG,
    access: 'loan.read',
    params: shape.changeParams,
    reply: shape.changeDetailReply,
    act: (tx, _context, { params }) => showChange(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loan-changes/:id/refusals',
    operation: 'refuseLoanChange',
    summary: '退回变更',
    tag: TAG,
    access: 'loan.confirm-change',
    params: shape.changeParams,
    body: reasonBody,
    reply: shape.changeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      refuseChange(tx, context, { changeId: params.id, reason: body.reason }),
  }),
];

/** Whether a household is in default depends on what the state pays of its interest: that is handed in. */
export const loanChangeEndpoints = (householdInterest: HouseholdInterest): readonly Endpoint[] => [
  ...rest,
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/changes',
    operation: 'proposeLoanChange',
    summary: '提出变更，待另一人确认',
    tag: TAG,
    access: 'loan.propose-change',
    params: loanParams,
    body: shape.proposeChangeBody,
    reply: shape.changeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      proposeChange(tx, context, householdInterest, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loan-changes/:id/confirmations',
    operation: 'confirmLoanChange',
    summary: '确认变更，自其生效日起计',
    tag: TAG,
    access: 'loan.confirm-change',
    params: shape.changeParams,
    reply: shape.changeReply,
    status: 201,
    act: (tx, context, { params }) => confirmChange(tx, context, householdInterest, { changeId: params.id }),
  }),
];
