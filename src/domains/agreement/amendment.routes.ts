import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { cancelAmendment } from './actions/cancel-amendment.ts';
import { drawUpAmendment } from './actions/draw-up-amendment.ts';
import { issueAmendment } from './actions/issue-amendment.ts';
import { readVersions } from './actions/read-versions.ts';
import { signAmendment } from './actions/sign-amendment.ts';
import { amendmentIssueBody, paperReply } from './agreement-paper.schema.ts';
import { agreementParams, cancellationBody, signatureBody } from './agreement.schema.ts';
import * as shape from './amendment.schema.ts';

const tag = '四方协议 agreement';

export const amendmentEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/agreements/:id/versions',
    operation: 'listAgreementVersions',
    summary: '协议的各个版本：原协议和历次补充协议，逐项列出变更前后',
    tag,
    access: 'agreement.read',
    params: agreementParams,
    reply: shape.versionsReply,
    act: (tx, context, { params }) => readVersions(tx, params.id, context.today),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/amendments',
    operation: 'drawUpAmendment',
    summary: '拟订补充协议：只写要变更的约定和生效日，其余照旧；不能低于政策保底',
    tag,
    access: 'agreement.draw-up',
    params: agreementParams,
    body: shape.amendmentBody,
    reply: shape.amendmentReply,
    status: 201,
    act: (tx, context, { params, body }) => drawUpAmendment(tx, context, params.id, shape.amendmentOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-amendments/:id/issues',
    operation: 'issueAmendment',
    summary: '出具补充协议文书，载明各项变更前后；无人签署前可再次出具',
    tag,
    access: 'agreement.issue',
    params: shape.amendmentParams,
    body: amendmentIssueBody,
    reply: paperReply,
    status: 201,
    act: (tx, context, { params, body }) => issueAmendment(tx, context, params.id, body.template_version),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-amendments/:id/signatures',
    operation: 'signAmendment',
    summary: '登记一方在补充协议上的签署；各方都签后自生效日起执行',
    tag,
    access: 'agreement.sign',
    params: shape.amendmentParams,
    body: signatureBody,
    reply: shape.amendmentSignatureReply,
    status: 201,
    act: (tx, context, { params, body }) => signAmendment(tx, context, params.id, shape.signingOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-amendments/:id/cancellations',
    operation: 'cancelAmendment',
    summary: '作废尚未生效的补充协议',
    tag,
    access: 'agreement.draw-up',
    params: shape.amendmentParams,
    body: cancellationBody,
    reply: shape.amendmentReply,
    status: 201,
    act: (tx, context, { params, body }) => cancelAmendment(tx, context, params.id, body.reason),
  }),
];
