import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { approveClaim } from './actions/approve-claim.ts';
import { decideObjection } from './actions/decide-objection.ts';
import { enterGrant } from './actions/grant-budget.ts';
import { instructClaim } from './actions/instruct-claim.ts';
import { instructCorrections } from './actions/instruct-corrections.ts';
import { objectToLine } from './actions/object-to-line.ts';
import { postClaimNotice } from './actions/post-claim-notice.ts';
import {
  readBatch,
  readBatches,
  readBatchLines,
  readBudgets,
  totalOfBatches,
} from './actions/read-batches.ts';
import { readObjections } from './actions/read-objections.ts';
import { returnClaim } from './actions/return-claim.ts';
import { reviewClaim } from './actions/review-claim.ts';
import { submitClaim } from './actions/submit-claim.ts';
import type { StepInput } from './actions/take-step.ts';
import * as money from './subsidy-budget.schema.ts';
import * as shape from './subsidy.schema.ts';

const tag = '贴息 subsidy';
const created = { tag, params: shape.idParams, status: 201 } as const;

const stepInput = (id: bigint, body: { lines_hash: string; remark?: string | undefined }): StepInput => ({
  batchId: id,
  linesHash: body.lines_hash,
  remark: body.remark,
});

export const subsidyEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches',
    operation: 'listSubsidyBatches',
    summary: '贴息批次列表',
    tag,
    access: 'subsidy.read',
    query: shape.batchQuery,
    reply: shape.batchPage,
    act: (tx, _context, { query }) => readBatches(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batch-totals',
    operation: 'sumSubsidyBatches',
    summary: '贴息批次清单全部合计',
    tag,
    access: 'subsidy.read',
    query: shape.batchTotalsQuery,
    reply: shape.batchTotalsReply,
    act: (tx, _context, { query }) => totalOfBatches(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id',
    operation: 'readSubsidyBatch',
    summary: '一个批次：合计（大小写）、流程、公示',
    tag,
    access: 'subsidy.read',
    params: shape.idParams,
    reply: shape.batchDetail,
    act: (tx, _context, { params }) => readBatch(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id/lines',
    operation: 'listSubsidyLines',
    summary: '批次明细；不予贴息的行也在内并写明原因',
    tag,
    access: 'subsidy.read',
    params: shape.idParams,
    query: shape.lineQuery,
    reply: shape.linePage,
    act: (tx, _context, { params, query }) => readBatchLines(tx, params.id, query),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/submissions',
    operation: 'submitSubsidyClaim',
    summary: '申报：由政策版本规定的主体提交，清单冻结并生成校验码',
    access: 'subsidy.submit',
    body: shape.stepBody,
    reply: shape.stateReply,
    act: (tx, context, { params, body }) => submitClaim(tx, context, stepInput(params.id, body)),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/reviews',
    operation: 'reviewSubsidyClaim',
    summary: '县扶贫办审核',
    access: 'subsidy.review',
    body: shape.stepBody,
    reply: shape.stateReply,
    act: (tx, context, { params, body }) => reviewClaim(tx, context, stepInput(params.id, body)),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/notices',
    operation: 'postSubsidyNotice',
    summary: '公示：按政策版本的层级和天数张榜',
    access: 'notice.post',
    body: shape.stepBody,
    reply: shape.noticePosted,
    act: async (tx, context, { params, body }) => {
      const posted = await postClaimNotice(tx, context, stepInput(params.id, body));
      return { id: params.id, state: posted.batch.state, notices: posted.notices };
    },
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/notices/:id/objections',
    operation: 'raiseObjection',
    summary: '登记公示异议；公示期中止',
    access: 'notice.object',
    body: shape.objectionBody,
    reply: shape.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToLine(tx, context, {
        noticeId: params.id,
        loanId: body.loan_id,
        reason: body.reason,
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/objections',
    operation: 'listSubsidyObjections',
    summary: '贴息公示的异议：对哪一批哪一笔、理由、处理结论',
    tag,
    access: 'subsidy.read',
    query: shape.objectionQuery,
    reply: shape.objectionPage,
    act: (tx, _context, { query }) => readObjections(tx, query),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/objections/:id/decisions',
    operation: 'decideObjection',
    summary: '处理异议：成立则剔除该笔，重新公示',
    access: 'notice.decide',
    body: shape.objectionDecisionBody,
    reply: shape.objectionDecisionReply,
    act: (tx, context, { params, body }) => decideObjection(tx, context, { objectionId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/approvals',
    operation: 'approveSubsidyClaim',
    summary: '财政局审批：公示期满，预占指标',
    access: 'subsidy.approve',
    body: shape.stepBody,
    reply: shape.stateReply,
    act: (tx, context, { params, body }) => approveClaim(tx, context, stepInput(params.id, body)),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/payment-orders',
    operation: 'instructSubsidyPayment',
    summary: '拨付：由第三人下达付款指令（需在十分钟内重新验证密码）',
    access: 'subsidy.instruct',
    body: shape.stepBody,
    reply: shape.orderReply,
    freshSession: true,
    act: (tx, context, { params, body }) => instructClaim(tx, context, stepInput(params.id, body)),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/repayment-orders',
    operation: 'instructCorrectedPayments',
    summary: '重新拨付退回后已更正的款项',
    access: 'subsidy.instruct',
    body: shape.stepBody,
    reply: shape.orderReply,
    freshSession: true,
    act: (tx, context, { params, body }) => instructCorrections(tx, context, stepInput(params.id, body)),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/subsidy-batches/:id/returns',
    operation: 'returnSubsidyClaim',
    summary: '退回申报主体重新申报，须写明原因',
    access: 'subsidy.return',
    body: shape.returnBody,
    reply: shape.stateReply,
    act: (tx, context, { params, body }) =>
      returnClaim(tx, context, { batchId: params.id, linesHash: body.lines_hash, remark: body.remark }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-budgets',
    operation: 'listSubsidyBudgets',
    summary: '贴息资金指标：下达、预占、已付、可用、排队',
    tag,
    access: 'budget.read',
    query: money.budgetQuery,
    reply: money.budgetPage,
    act: (tx, _context, { query }) => readBudgets(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/subsidy-budget-grants',
    operation: 'grantSubsidyBudget',
    summary: '登记指标下达，待另一人复核；复核后排队的批次按审批先后获得资金',
    tag,
    access: 'budget.grant',
    status: 201,
    body: money.grantBody,
    reply: money.grantReply,
    act: (tx, context, { body }) =>
      enterGrant(tx, context, {
        programmeCode: body.programme_code,
        countyCode: body.county_code,
        fiscalYear: body.fiscal_year,
        documentNo: body.document_no,
        amount: body.amount,
      }),
  }),
];
