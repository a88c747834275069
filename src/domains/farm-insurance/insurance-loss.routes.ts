import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import * as list from './actions/draw-payout.ts';
import { objectToList } from './actions/object-to-list.ts';
import { readLosses, readPayout, readPayouts } from './actions/read-losses.ts';
import { issuePayoutList } from './actions/issue-payout-list.ts';
import { readOverduePayouts } from './actions/remind-payouts.ts';
import { recordReceipts, recordReturn } from './actions/record-receipts.ts';
import { assessLoss, refuseLoss, reportLoss } from './actions/report-loss.ts';
import * as base from './farm-insurance.schema.ts';
import * as shape from './insurance-loss.schema.ts';
import { paperReply } from './insurance-year.schema.ts';

const tag = '农业保险 farm-insurance';
const one = { tag, params: base.idParams } as const;
const made = { method: 'post', status: 201 } as const;

const losses: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-losses', operation: 'listInsuranceLosses', tag },
    summary: '查询报案和定损',
    access: 'farm-insurance.read',
    query: shape.lossQuery,
    reply: shape.lossPage,
    act: (tx, context, { query }) => readLosses(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-policies/:id/losses', operation: 'reportInsuranceLoss' },
    summary: '登记一户出险报案：原因、日期、受损数量',
    access: 'farm-insurance.report',
    body: shape.lossBody,
    reply: shape.lossReply,
    act: (tx, context, { params, body }) => reportLoss(tx, context, { policyId: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-losses/:id/assessments', operation: 'assessInsuranceLoss' },
    summary: '承保机构查勘定损；按保险方案计算，不超过保险金额；须由报案登记以外的人办理',
    access: 'farm-insurance.assess',
    body: shape.assessmentBody,
    reply: shape.lossReply,
    act: (tx, context, { params, body }) => assessLoss(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-losses/:id/refusals', operation: 'refuseInsuranceLoss' },
    summary: '不予赔付，写明理由',
    access: 'farm-insurance.assess',
    body: base.reasonBody,
    reply: shape.lossReply,
    act: (tx, context, { params, body }) => refuseLoss(tx, context, { id: params.id, ...body }),
  }),
];

const payouts: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-payouts', operation: 'listInsurancePayouts', tag },
    summary: '查询赔款清单',
    access: 'farm-insurance.read',
    query: shape.payoutQuery,
    reply: shape.payoutPage,
    act: (tx, context, { query }) => readPayouts(tx, context, query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-overdue-payouts', operation: 'listOverdueInsurancePayouts', tag },
    summary: '超过付款期限仍未全部到账的赔款清单：迟延天数、未到账户数和金额、催办日期',
    access: 'farm-insurance.read',
    query: shape.overdueQuery,
    reply: shape.overdueList,
    act: (tx, context, { query }) => readOverduePayouts(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/papers', operation: 'issueInsurancePayoutList' },
    summary: '出具赔款公示清单（PDF，二维码核验），张贴用；不印身份证号和账号',
    access: 'farm-insurance.assess',
    body: base.emptyBody,
    reply: paperReply,
    act: (tx, context, { params }) => issuePayoutList(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-policies/:id/payouts', operation: 'drawInsurancePayout' },
    summary: '把一份保单已定损的赔案编成赔款清单，付到各户一卡通；不能付的户逐户说明原因',
    access: 'farm-insurance.assess',
    body: base.emptyBody,
    reply: shape.drawnReply,
    act: (tx, context, { params }) => list.drawPayout(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ ...one, method: 'get', path: '/insurance-payouts/:id', operation: 'readInsurancePayout' },
    summary: '一份赔款清单：逐户金额、账号后四位、到账情况、公示',
    access: 'farm-insurance.read',
    reply: shape.payoutDetail,
    act: (tx, _context, { params }) => readPayout(tx, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/notices', operation: 'postInsurancePayout' },
    summary: '在村和县公示赔款清单',
    access: 'farm-insurance.assess',
    body: base.emptyBody,
    reply: shape.payoutReply,
    act: (tx, context, { params }) => list.postPayout(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/objections', operation: 'objectToInsurancePayout' },
    summary: '登记对赔款清单公示的异议；公示中止，待处理',
    access: 'notice.object',
    body: base.objectionBody,
    reply: base.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToList(tx, context, {
        ...{ kind: list.PAYOUT_SUBJECT, id: params.id, reason: body.reason },
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/confirmations', operation: 'confirmInsurancePayout' },
    summary: '公示期满后由县级部门另一人确认；从确认日起算付款期限',
    access: 'farm-insurance.confirm',
    body: base.emptyBody,
    reply: shape.payoutReply,
    act: (tx, context, { params }) => list.confirmPayout(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/withdrawals', operation: 'withdrawInsurancePayout' },
    summary: '撤回尚未确认的赔款清单，赔案可重新列入',
    access: 'farm-insurance.assess',
    body: base.reasonBody,
    reply: shape.payoutReply,
    act: (tx, context, { params, body }) => list.withdrawPayout(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/receipts', operation: 'recordInsuranceReceipts' },
    summary: '登记赔款到账：日期、账号（须为本户一卡通）、银行流水号',
    access: 'farm-insurance.assess',
    body: shape.receiptsBody,
    reply: shape.payoutReply,
    act: (tx, context, { params, body }) => recordReceipts(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-payouts/:id/returns', operation: 'returnInsuranceLine' },
    summary: '登记银行退回的一行；该户赔案可按更正后的账号重新列入',
    access: 'farm-insurance.assess',
    body: shape.returnBody,
    reply: shape.payoutReply,
    act: (tx, context, { params, body }) =>
      recordReturn(tx, context, { id: params.id, lineNo: body.line_no, reason: body.reason }),
  }),
];

export const insuranceLossEndpoints: readonly Endpoint[] = [...losses, ...payouts];
