import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { approveLoan } from './actions/approve-loan.ts';
import { disburseLoan, type AfterPayout } from './actions/disburse-loan.ts';
import { cancelLoan, rejectLoan } from './actions/end-loan.ts';
import { listLoanEvents, listLoans, showLoan, totalOfLoans } from './actions/read-loans.ts';
import { recordCoBorrower } from './actions/record-co-borrower.ts';
import { registerLoan } from './actions/register-loan.ts';
import { showRepaymentPlan } from './actions/show-repayment-plan.ts';
import { signLoan, type WarnSigner } from './actions/sign-loan.ts';
import { coBorrowerBody, registerLoanBody } from './loan-request.schema.ts';
import * as shape from './loan.schema.ts';

const TAG = '贷款';

const reads: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loans',
    operation: 'listLoans',
    summary: '查询贷款',
    tag: TAG,
    access: 'loan.read',
    query: shape.loanListQuery,
    reply: shape.loanListReply,
    act: (tx, context, { query }) => listLoans(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-totals',
    operation: 'sumLoans',
    summary: '贷款清单全部合计：笔数、户数、借款金额、余额',
    tag: TAG,
    access: 'loan.read',
    query: shape.loanTotalsQuery,
    reply: shape.loanTotalsReply,
    act: (tx, context, { query }) => totalOfLoans(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id',
    operation: 'getLoan',
    summary: '一笔贷款',
    tag: TAG,
    access: 'loan.read',
    params: shape.loanParams,
    reply: shape.loanDetailReply,
    act: (tx, context, { params }) => showLoan(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/repayment-plan',
    operation: 'getRepaymentPlan',
    summary: '还款计划',
    tag: TAG,
    access: 'loan.read',
    params: shape.loanParams,
    reply: shape.planReply,
    act: (tx, _context, { params }) => showRepaymentPlan(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/events',
    operation: 'listLoanEvents',
    summary: '还款与资格变动',
    tag: TAG,
    access: 'loan.read',
    params: shape.loanParams,
    query: shape.eventListQuery,
    reply: shape.eventListReply,
    act: (tx, _context, { params, query }) => listLoanEvents(tx, params.id, query),
  }),
];

const steps: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/loans',
    operation: 'registerLoan',
    summary: '登记贷款申请',
    tag: TAG,
    access: 'loan.register',
    body: registerLoanBody,
    reply: shape.loanReply,
    status: 201,
    act: (tx, context, { body }) => registerLoan(tx, context, body),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/approvals',
    operation: 'approveLoan',
    summary: '审批贷款',
    tag: TAG,
    access: 'loan.approve',
    params: shape.loanParams,
    body: shape.approvalBody,
    reply: shape.loanReply,
    status: 201,
    act: (tx, context, { params, body }) => approveLoan(tx, context, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/rejections',
    operation: 'rejectLoan',
    summary: '拒绝贷款申请',
    tag: TAG,
    access: 'loan.approve',
    params: shape.loanParams,
    body: shape.reasonBody,
    reply: shape.loanReply,
    status: 201,
    act: (tx, context, { params, body }) => rejectLoan(tx, context, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/cancellations',
    operation: 'cancelLoan',
    summary: '取消未放款的贷款',
    tag: TAG,
    access: 'loan.close',
    params: shape.loanParams,
    body: shape.reasonBody,
    reply: shape.loanReply,
    status: 201,
    act: (tx, context, { params, body }) => cancelLoan(tx, context, { loanId: params.id, ...body }),
  }),
];

const signing = (warnSigner: WarnSigner): Endpoint =>
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/signings',
    operation: 'signLoan',
    summary: '签订合同，固定政策条款',
    tag: TAG,
    access: 'loan.sign',
    params: shape.loanParams,
    body: shape.signingBody,
    reply: shape.warnedLoanReply,
    status: 201,
    act: async (tx, context, { params, body }) => {
      const loan = await signLoan(tx, context, { loanId: params.id, ...body });
      return { ...loan, warnings: await warnSigner(tx, loan) };
    },
  });

const disbursement = (afterPayout: AfterPayout): Endpoint =>
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/disbursements',
    operation: 'disburseLoan',
    summary: '放款，占用额度',
    tag: TAG,
    access: 'loan.disburse',
    params: shape.loanParams,
    body: shape.disbursementBody,
    reply: shape.warnedLoanReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      disburseLoan(tx, context, { loanId: params.id, ...body }, afterPayout),
  });

const changes: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/co-borrowers',
    operation: 'recordCoBorrower',
    summary: '补记随台账接管的助学贷款的共同借款人',
    tag: TAG,
    access: 'loan.register',
    params: shape.loanParams,
    body: coBorrowerBody,
    reply: shape.coBorrowerReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      recordCoBorrower(tx, context, { loanId: params.id, coBorrower: body.co_borrower }),
  }),
];

/**
 * `afterPayout`: what the slices above do in the transaction of a disbursement; `warnSigner`: what they say
 * to who signs though it stops nothing.
 */
export const loanEndpoints = (afterPayout: AfterPayout, warnSigner: WarnSigner): readonly Endpoint[] => [
  ...reads,
  ...steps,
  signing(warnSigner),
  disbursement(afterPayout),
  ...changes,
];
