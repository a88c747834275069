import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import {
  decideEndorsement,
  enterEndorsement,
  readEndorsement,
  readEndorsements,
} from './actions/endorse-policy.ts';
import { idParams } from './farm-insurance.schema.ts';
import * as shape from './insurance-endorsement.schema.ts';
import { decisionBody } from './insurance-subsidy.schema.ts';

const tag = '农业保险 farm-insurance';
const one = { tag, params: idParams } as const;
const made = { method: 'post', status: 201 } as const;

export const insuranceEndorsementEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-endorsements', operation: 'listInsuranceEndorsements', tag },
    summary: '查询保单批改（批单）',
    access: 'farm-insurance.read',
    query: shape.endorsementQuery,
    reply: shape.endorsementPage,
    act: (tx, context, { query }) => readEndorsements(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-endorsements', operation: 'enterInsuranceEndorsement', tag },
    summary: '登记一份批单：自某日起某户增加或减少的地块或牲畜，保费差额按方案计算，待另一人确认',
    access: 'farm-insurance.insure',
    body: shape.endorsementBody,
    reply: shape.endorsementReply,
    act: (tx, context, { body }) => enterEndorsement(tx, context, body),
  }),
  defineEndpoint({
    ...{ ...one, method: 'get', path: '/insurance-endorsements/:id', operation: 'readInsuranceEndorsement' },
    summary: '一份批单：各户批改前后的数量、标的和保费差额',
    access: 'farm-insurance.read',
    reply: shape.endorsementDetail,
    act: (tx, _context, { params }) => readEndorsement(tx, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-endorsements/:id/decisions' },
    operation: 'decideInsuranceEndorsement',
    summary: '确认或退回批单；确认后保单自批改起期按新清单承保',
    access: 'farm-insurance.confirm',
    body: decisionBody,
    reply: shape.endorsementReply,
    act: (tx, context, { params, body }) => decideEndorsement(tx, context, { id: params.id, ...body }),
  }),
];
