import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideOwnProof, enterOwnProof, readProof, readProofs } from './actions/prove-own-part.ts';
import { idParams } from './farm-insurance.schema.ts';
import * as shape from './insurance-proof.schema.ts';
import { decisionBody } from './insurance-subsidy.schema.ts';

const tag = '农业保险 farm-insurance';
const one = { tag, params: idParams } as const;
const made = { method: 'post', status: 201 } as const;

export const insuranceProofEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-own-proofs', operation: 'listInsuranceOwnProofs', tag },
    summary: '查询农户自缴保费凭证',
    access: 'farm-insurance.read',
    query: shape.proofQuery,
    reply: shape.proofPage,
    act: (tx, context, { query }) => readProofs(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-own-proofs', operation: 'enterInsuranceOwnProof', tag },
    summary: '登记农户自缴保费的银行凭证，待另一人确认；金额须与所列各户自缴合计一致',
    access: 'farm-insurance.insure',
    body: shape.proofBody,
    reply: shape.proofReply,
    act: (tx, context, { body }) => enterOwnProof(tx, context, body),
  }),
  defineEndpoint({
    ...{ ...one, method: 'get', path: '/insurance-own-proofs/:id', operation: 'readInsuranceOwnProof' },
    summary: '一份自缴保费凭证和所含各户',
    access: 'farm-insurance.read',
    reply: shape.proofDetail,
    act: (tx, _context, { params }) => readProof(tx, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-own-proofs/:id/decisions', operation: 'decideInsuranceOwnProof' },
    summary: '确认或退回自缴保费凭证；确认后保单才能申请保费补贴',
    access: 'farm-insurance.confirm',
    body: decisionBody,
    reply: shape.proofReply,
    act: (tx, context, { params, body }) => decideOwnProof(tx, context, { id: params.id, ...body }),
  }),
];
