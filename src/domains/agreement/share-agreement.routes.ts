import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { drawUpShareAgreement, drawUpShareAgreements } from './actions/draw-up-share-agreements.ts';
import { agreementReply } from './agreement.schema.ts';
import * as shape from './share-agreement.schema.ts';

const tag = '四方协议 agreement';

export const shareAgreementEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/share-agreements',
    operation: 'drawUpShareAgreement',
    summary: '就一户的折股资金（财政扶贫、社会帮扶）拟订协议；没有银行一方的为三方协议',
    tag,
    access: 'agreement.place-shares',
    body: shape.shareDrawingBody,
    reply: agreementReply,
    status: 201,
    act: (tx, context, { body }) =>
      drawUpShareAgreement(tx, context, body.household_id, shape.shareProposalOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/share-agreement-drawings',
    operation: 'drawUpShareAgreements',
    summary: '按同一条件就多户的折股资金批量拟订协议，不符合的逐户说明原因',
    tag,
    access: 'agreement.place-shares',
    body: shape.shareDrawingsBody,
    reply: shape.shareDrawingsReply,
    status: 201,
    act: (tx, context, { body }) =>
      drawUpShareAgreements(tx, context, body.household_ids, shape.shareProposalOf(body)),
  }),
];
