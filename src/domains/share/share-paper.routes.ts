import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { issueCertificate, issueRegister } from './actions/issue-share-papers.ts';
import * as shape from './share-paper.schema.ts';
import { issueParams } from './share.schema.ts';

const printed = { tag: '折股量化', access: 'share.propose', reply: shape.paperReply, status: 201 } as const;

export const sharePaperEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...printed,
    method: 'post',
    path: '/share-lots/:id/certificates',
    operation: 'issueShareCertificate',
    summary: '出具一户的股权证（PDF）；内容没有变化时仍是原来那一份',
    params: shape.lotParams,
    body: shape.certificateBody,
    act: (tx, context, { params }) => issueCertificate(tx, context, params.id),
  }),
  defineEndpoint({
    ...printed,
    method: 'post',
    path: '/share-issues/:id/registers',
    operation: 'issueShareRegister',
    summary: '出具股权登记簿（PDF）；不填日期为当日',
    params: issueParams,
    body: shape.registerBody,
    act: (tx, context, { params, body }) => issueRegister(tx, context, { id: params.id, on: body.on }),
  }),
];
