import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { cancelAgreement } from './actions/cancel-agreement.ts';
import { drawUpAgreement, drawUpAgreements } from './actions/draw-up-agreements.ts';
import { issueAgreement, issueAgreements } from './actions/issue-agreements.ts';
import { readAgreementDetail, readAgreements } from './actions/read-agreements.ts';
import { enterArrival } from './actions/record-arrival.ts';
import { recordSignature } from './actions/record-signature.ts';
import { issueBody, paperReply } from './agreement-paper.schema.ts';
import * as shape from './agreement.schema.ts';

const tag = '四方协议 agreement';

const reading: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/agreements',
    operation: 'listAgreements',
    summary: '四方协议列表；经营主体只见本单位的',
    tag,
    access: 'agreement.read',
    query: shape.agreementQuery,
    reply: shape.agreementPage,
    act: (tx, context, { query }) => readAgreements(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/agreements/:id',
    operation: 'readAgreement',
    summary: '一份四方协议，连同签署情况和各版文书',
    tag,
    access: 'agreement.read',
    params: shape.agreementParams,
    reply: shape.agreementDetailReply,
    act: (tx, context, { params }) => readAgreementDetail(tx, context, params.id),
  }),
];

const drawing: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/agreements',
    operation: 'drawUpAgreement',
    summary: '由一笔户贷企用贷款拟订四方协议',
    tag,
    access: 'agreement.draw-up',
    body: shape.drawingBody,
    reply: shape.agreementReply,
    status: 201,
    act: (tx, context, { body }) => drawUpAgreement(tx, context, body.loan_id, shape.proposalOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-drawings',
    operation: 'drawUpAgreements',
    summary: '按同一条件批量拟订四方协议，不符合的逐笔说明原因',
    tag,
    access: 'agreement.draw-up',
    body: shape.drawingsBody,
    reply: shape.drawingsReply,
    status: 201,
    act: (tx, context, { body }) => drawUpAgreements(tx, context, body.loan_ids, shape.proposalOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/issues',
    operation: 'issueAgreement',
    summary: '出具协议文书；无人签署前可再次出具，旧版即被替换',
    tag,
    access: 'agreement.issue',
    params: shape.agreementParams,
    body: issueBody,
    reply: paperReply,
    status: 201,
    act: (tx, context, { params, body }) => issueAgreement(tx, context, params.id, body.template_version),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-issues',
    operation: 'issueAgreements',
    summary: '批量出具协议文书，不能出具的逐份说明原因',
    tag,
    access: 'agreement.issue',
    body: shape.issuesBody,
    reply: shape.issuesReply,
    status: 201,
    act: (tx, context, { body }) => issueAgreements(tx, context, body.agreement_ids, body.template_version),
  }),
];

const signing: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/signatures',
    operation: 'recordSignature',
    summary: '登记一方的签署；四方都签后协议生效',
    tag,
    access: 'agreement.sign',
    params: shape.agreementParams,
    body: shape.signatureBody,
    reply: shape.signatureReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      recordSignature(tx, context, {
        agreementId: params.id,
        party: body.party,
        signerName: body.signer_name,
        manner: body.manner,
        signedOn: body.signed_on,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/arrivals',
    operation: 'recordArrival',
    summary: '登记资金到账日，经另一人复核后生效；保底收益自此日起算',
    tag,
    access: 'agreement.draw-up',
    params: shape.agreementParams,
    body: shape.arrivalBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) => enterArrival(tx, context, params.id, body.arrived_on),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/cancellations',
    operation: 'cancelAgreement',
    summary: '作废尚未生效的协议，文书同时作废',
    tag,
    access: 'agreement.draw-up',
    params: shape.agreementParams,
    body: shape.cancellationBody,
    reply: shape.agreementReply,
    status: 201,
    act: (tx, context, { params, body }) => cancelAgreement(tx, context, params.id, body.reason),
  }),
];

export const agreementEndpoints: readonly Endpoint[] = [...reading, ...drawing, ...signing];
