import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { approveClaim } from './actions/approve-claim.ts';
import { decideRecovery } from './actions/decide-recovery.ts';
import { excludeClaim, returnClaim } from './actions/end-claim.ts';
import { enterRecovery } from './actions/enter-recovery.ts';
import { enterReversal } from './actions/reverse-recovery.ts';
import { examineClaim } from './actions/examine-claim.ts';
import { fileClaim, type InterestPayers } from './actions/file-claim.ts';
import { instructCompensation, instructCompensationAgain } from './actions/instruct-compensation.ts';
import { decideClaimObjection, objectToClaim } from './actions/object-to-claim.ts';
import { postClaimNotice } from './actions/post-claim-notice.ts';
import { readObjections } from './actions/read-claim-objections.ts';
import { readClaim, readClaims, totalOfClaims } from './actions/read-claims.ts';
import { reviewClaim } from './actions/review-claim.ts';
import { reversalBody, reversalReply } from './recovery-reversal.schema.ts';
import * as shape from './risk-fund-claim.schema.ts';
import { decisionBody, idParams } from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';
const created = { tag, params: idParams, status: 201 } as const;

const steps: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/risk-fund-claims',
    operation: 'listRiskFundClaims',
    summary: '代偿申请列表',
    tag,
    access: 'risk-fund.read',
    query: shape.claimQuery,
    reply: shape.claimPage,
    act: (tx, _context, { query }) => readClaims(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-fund-claim-totals',
    operation: 'sumRiskFundClaims',
    summary: '代偿申请清单全部合计',
    tag,
    access: 'risk-fund.read',
    query: shape.claimTotalsQuery,
    reply: shape.claimTotalsReply,
    act: (tx, _context, { query }) => totalOfClaims(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-fund-claims/:id',
    operation: 'readRiskFundClaim',
    summary: '一份代偿申请：损失、分担、流程、公示、追偿',
    tag,
    access: 'risk-fund.read',
    params: idParams,
    reply: shape.claimDetail,
    act: (tx, _context, { params }) => readClaim(tx, params.id),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/reviews',
    operation: 'reviewRiskFundClaim',
    summary: '县扶贫办审核',
    access: 'risk-fund.review',
    body: shape.stepBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => reviewClaim(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/examinations',
    operation: 'examineRiskFundClaim',
    summary: '财政局审核',
    access: 'risk-fund.examine',
    body: shape.stepBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => examineClaim(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/notices',
    operation: 'postRiskFundClaimNotice',
    summary: '公示：按管理办法的天数在县级张榜',
    access: 'notice.post',
    body: shape.stepBody,
    reply: shape.noticePosted,
    act: async (tx, context, { params, body }) => {
      const posted = await postClaimNotice(tx, context, { claimId: params.id, ...body });
      return { id: params.id, state: posted.claim.state, notices: posted.notices };
    },
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/objections',
    operation: 'objectToRiskFundClaim',
    summary: '登记对代偿公示的异议；公示期中止',
    access: 'notice.object',
    body: shape.objectionBody,
    reply: shape.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToClaim(tx, context, {
        claimId: params.id,
        reason: body.reason,
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/risk-fund-objections',
    operation: 'listRiskFundObjections',
    summary: '代偿公示的异议：对哪份申请、理由、处理结论',
    tag,
    access: 'risk-fund.read',
    query: shape.objectionQuery,
    reply: shape.objectionPage,
    act: (tx, _context, { query }) => readObjections(tx, query),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-objections/:id/decisions',
    operation: 'decideRiskFundObjection',
    summary: '处理代偿异议：成立则不予补偿，不成立则重新公示',
    access: 'notice.decide',
    body: shape.objectionDecisionBody,
    reply: shape.objectionDecisionReply,
    act: (tx, context, { params, body }) =>
      decideClaimObjection(tx, context, { objectionId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/approvals',
    operation: 'approveRiskFundClaim',
    summary: '审批：公示期满、资金足够',
    access: 'risk-fund.approve',
    body: shape.stepBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => approveClaim(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/payment-orders',
    operation: 'instructCompensation',
    summary: '拨付代偿款：由另一人下达付款指令（需在十分钟内重新验证密码）',
    access: 'risk-fund.pay',
    body: shape.stepBody,
    reply: shape.orderReply,
    freshSession: true,
    act: (tx, context, { params, body }) =>
      instructCompensation(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/repayment-orders',
    operation: 'instructCompensationAgain',
    summary: '重新拨付退回后已更正的代偿款',
    access: 'risk-fund.pay',
    body: shape.stepBody,
    reply: shape.orderReply,
    freshSession: true,
    act: (tx, context, { params, body }) =>
      instructCompensationAgain(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/returns',
    operation: 'returnRiskFundClaim',
    summary: '退回银行重新申报，须写明原因',
    access: 'risk-fund.return',
    body: shape.returnBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => returnClaim(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/exclusions',
    operation: 'excludeRiskFundClaim',
    summary: '不予补偿，须写明适用的情形和原因',
    access: 'risk-fund.return',
    body: shape.exclusionBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => excludeClaim(tx, context, { claimId: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-claims/:id/recoveries',
    operation: 'enterRecovery',
    summary: '登记追偿收回的款项；由财政确认后按比例分配',
    access: 'risk-fund.recover',
    body: shape.recoveryBody,
    reply: shape.recoveryReply,
    act: (tx, context, { params, body }) =>
      enterRecovery(tx, context, {
        claimId: params.id,
        receivedOn: body.received_on,
        gross: body.gross,
        cost: body.cost,
        bankSerial: body.bank_serial,
      }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-recoveries/:id/decisions',
    operation: 'decideRecovery',
    summary: '确认或否决一笔追偿登记（不能是登记人）',
    access: 'risk-fund.confirm-money',
    body: decisionBody,
    reply: shape.recoveryReply,
    act: (tx, context, { params, body }) => decideRecovery(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...created,
    method: 'post',
    path: '/risk-fund-recoveries/:id/reversals',
    operation: 'reverseRecovery',
    summary: '登记冲正一笔已确认的追偿，待另一人复核；复核后补偿金所得退出，已转付的列为应追回',
    access: 'risk-fund.examine',
    body: reversalBody,
    reply: reversalReply,
    act: (tx, context, { params, body }) =>
      enterReversal(tx, context, { id: params.id, documentNo: body.document_no, reason: body.reason }),
  }),
];

/** What the state pays of the interest is no loss: who pays it is handed in. */
export const riskFundClaimEndpoints = (payers: InterestPayers): readonly Endpoint[] => [
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-claims',
    operation: 'fileRiskFundClaim',
    summary: '银行申报代偿：核对触发日、催收、材料、损失，按比例分担到分',
    tag,
    access: 'risk-fund.file-claim',
    status: 201,
    body: shape.claimBody,
    reply: shape.claimReply,
    act: (tx, context, { body }) => fileClaim(tx, context, payers, body),
  }),
  ...steps,
];
