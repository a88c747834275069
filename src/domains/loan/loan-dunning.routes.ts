import { invariant } from '../../kernel/invariant.ts';
import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { attachDunningProof, readProofType } from './actions/attach-dunning-proof.ts';
import { downloadProof, showDunnings } from './actions/read-dunnings.ts';
import { issueDunningNotice } from './actions/issue-dunning-notice.ts';
import type { HouseholdInterest } from './actions/read-dues.ts';
import { recordDunning } from './actions/record-dunning.ts';
import { decideStrike, listStrikes, proposeStrike } from './actions/strike-dunning.ts';
import * as shape from './loan-dunning.schema.ts';
import { loanParams, reasonBody } from './loan.schema.ts';

const TAG = '逾期与分类';
/** A few scanned pages or a photograph. */
const PROOF_BYTES = 10 * 1024 * 1024;

const recorded: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/dunnings',
    operation: 'listDunnings',
    summary: '一笔贷款的催收记录与凭证',
    tag: TAG,
    access: 'loan.read',
    params: loanParams,
    reply: shape.dunningList,
    act: (tx, _context, { params }) => showDunnings(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/dunnings',
    operation: 'recordDunning',
    summary: '登记催收：方式、日期、送达人、凭证；不能修改',
    tag: TAG,
    access: 'loan.dun',
    params: loanParams,
    body: shape.dunningBody,
    reply: shape.dunningReply,
    status: 201,
    act: (tx, context, { params, body }) => recordDunning(tx, context, { loanId: params.id, ...body }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/dunnings/:dunning_id/proofs',
    operation: 'attachDunningProof',
    summary: '上传催收凭证的扫描件或照片',
    tag: TAG,
    access: 'loan.dun',
    params: shape.dunningParams,
    uploadBytes: PROOF_BYTES,
    prepare: readProofType,
    reply: shape.proofReply,
    status: 201,
    act: (tx, context, { params, upload, prepared }) => {
      invariant(upload, 'the endpoint receives a file');
      const dunning = { loanId: params.id, dunningId: params.dunning_id };
      return attachDunningProof(tx, context, { ...dunning, upload, mediaType: prepared as string });
    },
  }),
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/dunning-proofs/:proof_id',
    operation: 'downloadDunningProof',
    summary: '下载催收凭证，每次下载留痕',
    tag: TAG,
    access: 'risk-fund.read',
    params: shape.proofParams,
    reply: 'application/octet-stream',
    act: (tx, context, { params }) => downloadProof(tx, context, params.id, params.proof_id),
  }),
];

const struck: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/dunnings/:dunning_id/strikes',
    operation: 'proposeDunningStrike',
    summary: '提出划销登记有误的催收，待另一人确认',
    tag: TAG,
    access: 'loan.dun',
    params: shape.dunningParams,
    body: reasonBody,
    reply: shape.strikeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      proposeStrike(tx, context, {
        ...{ loanId: params.id, dunningId: params.dunning_id, reason: body.reason },
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dunning-strikes',
    operation: 'listDunningStrikes',
    summary: '查询催收划销',
    tag: TAG,
    access: 'loan.read',
    query: shape.strikeListQuery,
    reply: shape.strikeListReply,
    act: (tx, _context, { query }) => listStrikes(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dunning-strikes/:id/confirmations',
    operation: 'confirmDunningStrike',
    summary: '确认划销催收；记录保留，不再作为催收依据',
    tag: TAG,
    access: 'loan.confirm-change',
    params: shape.strikeParams,
    reply: shape.strikeReply,
    status: 201,
    act: (tx, context, { params }) => decideStrike(tx, context, { id: params.id, refusal: null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dunning-strikes/:id/refusals',
    operation: 'refuseDunningStrike',
    summary: '退回划销催收的申请',
    tag: TAG,
    access: 'loan.confirm-change',
    params: shape.strikeParams,
    body: reasonBody,
    reply: shape.strikeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideStrike(tx, context, { id: params.id, refusal: body.reason }),
  }),
];

/** What is owed of interest depends on what the state pays, which is handed in. */
export const loanDunningEndpoints = (householdInterest: HouseholdInterest): readonly Endpoint[] => [
  ...recorded,
  ...struck,
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/dunning-notices',
    operation: 'issueDunningNotice',
    summary: '出具逾期贷款催收通知书（PDF），送达后再登记催收',
    tag: TAG,
    access: 'loan.dun',
    params: loanParams,
    body: shape.noticeBody,
    reply: shape.noticeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      issueDunningNotice(tx, context, householdInterest, { loanId: params.id, ...body }),
  }),
];
