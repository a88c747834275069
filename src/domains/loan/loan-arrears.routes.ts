import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { gradeLoan } from './actions/grade-loan.ts';
import { listOverdueLoans, showArrears, showArrearsBook, totalOfOverdue } from './actions/read-arrears.ts';
import type { HouseholdInterest } from './actions/read-dues.ts';
import * as shape from './loan-arrears.schema.ts';
import { loanParams } from './loan.schema.ts';

const TAG = '逾期与分类';

const counted: readonly Endpoint[] = [
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
    path: '/overdue-loan-totals',
    operation: 'sumOverdueLoans',
    summary: '逾期贷款清单全部合计',
    tag: TAG,
    access: 'loan.read',
    query: shape.overdueTotalsQuery,
    reply: shape.overdueTotalsReply,
    act: (tx, context, { query }) => totalOfOverdue(tx, context, query),
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

/** What is owed of interest depends on what the state pays, which is handed in. */
export const loanArrearsEndpoints = (householdInterest: HouseholdInterest): readonly Endpoint[] => [
  defineEndpoint({
    method: 'get',
    path: '/overdue-loans',
    operation: 'listOverdueLoans',
    summary: '逾期贷款清单',
    tag: TAG,
    access: 'loan.read',
    query: shape.overdueListQuery,
    reply: shape.overdueListReply,
    act: (tx, context, { query }) => listOverdueLoans(tx, context, householdInterest, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/arrears',
    operation: 'getLoanArrears',
    summary: '一笔贷款某日的逾期本金、利息、罚息、复利与五级分类',
    tag: TAG,
    access: 'loan.read',
    params: loanParams,
    query: shape.arrearsQuery,
    reply: shape.arrearsReply,
    act: (tx, context, { params, query }) =>
      showArrears(tx, context, householdInterest, { id: params.id, on: query.on }),
  }),
  ...counted,
];
