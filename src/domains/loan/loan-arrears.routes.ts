import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { gradeLoan } from './actions/grade-loan.ts';
import { listOverdueLoans, showArrears, showArrearsBook } from './actions/read-arrears.ts';
import * as shape from './loan-arrears.schema.ts';
import { loanParams } from './loan.schema.ts';

const TAG = '逾期与分类';

export const loanArrearsEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/overdue-loans',
    operation: 'listOverdueLoans',
    summary: '逾期贷款清单',
    tag: TAG,
    access: 'loan.read',
    query: shape.overdueListQuery,
    reply: shape.overdueListReply,
    act: (tx, context, { query }) => listOverdueLoans(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/arrears-book',
    operation: 'getArrearsBook',
    summary: '某日贷款余额按逾期天数分组',
    tag: TAG,
    access: 'loan.read',
    query: shape.bookQuery,
    reply: shape.bookReply,
    act: (tx, _context, { query }) => showArrearsBook(tx, query.on),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/arrears',
    operation: 'getLoanArrears',
    summary: '一笔贷款的逾期与五级分类',
    tag: TAG,
    access: 'loan.read',
    params: loanParams,
    reply: shape.arrearsReply,
    act: (tx, context, { params }) => showArrears(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/grades',
    operation: 'gradeLoan',
    summary: '登记五级分类',
    tag: TAG,
    access: 'loan.grade',
    params: loanParams,
    body: shape.gradeBody,
    reply: shape.gradeReply,
    status: 201,
    act: (tx, context, { params, body }) => gradeLoan(tx, context, { loanId: params.id, ...body }),
  }),
];
