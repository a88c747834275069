import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { enterFunding, settleFunding } from './actions/enter-funding.ts';
import { fileSubsidyClaim } from './actions/file-subsidy-claim.ts';
import { instructSubsidy, instructSubsidyAgain } from './actions/instruct-subsidy.ts';
import { decideListObjection, objectToList } from './actions/object-to-list.ts';
import { POLICY_SUBJECT } from './actions/post-list.ts';
import { readObjections } from './actions/read-list-objections.ts';
import { readClaim, readClaims, readFundings } from './actions/read-subsidy.ts';
import * as step from './actions/take-subsidy-step.ts';
import * as base from './farm-insurance.schema.ts';
import * as shape from './insurance-subsidy.schema.ts';

const tag = '农业保险 farm-insurance';
const one = { tag, params: base.idParams } as const;
const made = { method: 'post', status: 201 } as const;

const money: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-fundings', operation: 'listInsuranceFundings', tag },
    summary: '保费补贴资金：各级拨入、已付、可用',
    access: 'farm-insurance.read',
    query: shape.countyQuery,
    reply: shape.fundingList,
    act: (tx, _context, { query }) => readFundings(tx, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-fundings', operation: 'enterInsuranceFunding', tag },
    summary: '登记一级财政拨入的保费补贴资金，待另一人确认',
    access: 'farm-insurance.enter-money',
    body: shape.fundingBody,
    reply: shape.fundingReply,
    act: (tx, context, { body }) => enterFunding(tx, context, body),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-fundings/:id/decisions', operation: 'decideInsuranceFunding' },
    summary: '确认或退回登记的保费补贴资金；确认后入账',
    access: 'farm-insurance.confirm-money',
    body: shape.decisionBody,
    reply: shape.fundingReply,
    act: (tx, context, { params, body }) => settleFunding(tx, context, { id: params.id, ...body }),
  }),
];

const claims: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-subsidy-claims', operation: 'listInsuranceSubsidyClaims', tag },
    summary: '查询保费补贴申请',
    access: 'farm-insurance.read',
    query: shape.claimQuery,
    reply: shape.claimPage,
    act: (tx, context, { query }) => readClaims(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-subsidy-claims', operation: 'fileInsuranceSubsidyClaim', tag },
    summary: '承保机构对已生效保单申请保费补贴；不列保单时为本年度全部未申请的保单',
    access: 'farm-insurance.claim',
    body: shape.claimBody,
    reply: shape.claimReply,
    act: (tx, context, { body }) => fileSubsidyClaim(tx, context, body),
  }),
  defineEndpoint({
    ...{
      ...one,
      method: 'get',
      path: '/insurance-subsidy-claims/:id',
      operation: 'readInsuranceSubsidyClaim',
    },
    summary: '一份保费补贴申请：保单、各级分担、办理过程、公示和拨付',
    access: 'farm-insurance.read',
    reply: shape.claimDetail,
    act: (tx, _context, { params }) => readClaim(tx, params.id),
  }),
];

const steps: readonly Endpoint[] = [
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-subsidy-claims/:id/reviews',
      operation: 'reviewInsuranceSubsidyClaim',
    },
    summary: '县级部门审核保费补贴申请',
    access: 'farm-insurance.review',
    body: shape.stepBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) =>
      step.reviewSubsidyClaim(tx, context, { id: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-subsidy-claims/:id/notices',
      operation: 'postInsuranceSubsidyClaim',
    },
    summary: '在县公示已审核的申请',
    access: 'farm-insurance.review',
    body: base.emptyBody,
    reply: shape.claimReply,
    act: (tx, context, { params }) => step.postSubsidyClaim(tx, context, params.id),
  }),
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-subsidy-claims/:id/approvals',
      operation: 'approveInsuranceSubsidyClaim',
    },
    summary: '财政审批公示期满的申请；每级资金须足额',
    access: 'farm-insurance.approve',
    body: shape.stepBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) =>
      step.approveSubsidyClaim(tx, context, { id: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-subsidy-claims/:id/returns',
      operation: 'returnInsuranceSubsidyClaim',
    },
    summary: '退回尚未拨付的申请，保单可重新申请',
    access: 'farm-insurance.review',
    body: base.reasonBody,
    reply: shape.claimReply,
    act: (tx, context, { params, body }) => step.returnSubsidyClaim(tx, context, { id: params.id, ...body }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-subsidy-claims/:id/instructions' },
    operation: 'instructInsuranceSubsidy',
    summary: '第四人把已审批的申请交银行拨付：每级财政一笔，用本级资金',
    access: 'farm-insurance.pay',
    body: shape.instructBody,
    reply: shape.ordersReply,
    freshSession: true,
    act: (tx, context, { params, body }) =>
      instructSubsidy(tx, context, { id: params.id, bankId: body.bank_id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-subsidy-claims/:id/reinstructions' },
    operation: 'instructInsuranceSubsidyAgain',
    summary: '重新拨付退回后已更正的款项',
    access: 'farm-insurance.pay',
    body: base.emptyBody,
    reply: shape.ordersReply,
    freshSession: true,
    act: (tx, context, { params }) => instructSubsidyAgain(tx, context, params.id),
  }),
];

const objections: readonly Endpoint[] = [
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-policies/:id/objections', operation: 'objectToInsurancePolicy' },
    summary: '登记对承保公示的异议；公示中止，待处理',
    access: 'notice.object',
    body: base.objectionBody,
    reply: base.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToList(tx, context, {
        ...{ kind: POLICY_SUBJECT, id: params.id, reason: body.reason },
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-subsidy-claims/:id/objections' },
    operation: 'objectToInsuranceSubsidyClaim',
    summary: '登记对保费补贴公示的异议；公示中止，待处理',
    access: 'notice.object',
    body: base.objectionBody,
    reply: base.objectionReply,
    act: (tx, context, { params, body }) =>
      objectToList(tx, context, {
        ...{ kind: step.CLAIM_SUBJECT, id: params.id, reason: body.reason },
        objectorKind: body.objector_kind,
        letterId: body.letter_id,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/insurance-objections',
    operation: 'listInsuranceObjections',
    summary: '承保、赔款、保费补贴公示的异议：对哪份清单、理由、处理结论',
    tag,
    access: 'farm-insurance.read',
    query: base.objectionQuery,
    reply: base.objectionPage,
    act: (tx, _context, { query }) => readObjections(tx, query),
  }),
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-objections/:id/decisions',
      operation: 'decideInsuranceObjection',
    },
    summary: '处理异议：成立则退回清单，不成立则重新公示满期',
    access: 'notice.decide',
    body: base.objectionDecisionBody,
    reply: base.decidedObjection,
    act: (tx, context, { params, body }) =>
      decideListObjection(tx, context, { objectionId: params.id, ...body }),
  }),
];

export const insuranceSubsidyEndpoints: readonly Endpoint[] = [...money, ...claims, ...steps, ...objections];
