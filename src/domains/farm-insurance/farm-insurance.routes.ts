import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmPolicy, postPolicy, withdrawPolicy } from './actions/confirm-policy.ts';
import { enterPolicy } from './actions/enter-policy.ts';
import { enterTerms } from './actions/publish-terms.ts';
import { readPolicies, readPolicy, readTerms } from './actions/read-policies.ts';
import * as shape from './farm-insurance.schema.ts';

const tag = '农业保险 farm-insurance';
const one = { tag, params: shape.idParams } as const;
const made = { method: 'post', status: 201 } as const;

const terms: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-terms', operation: 'listInsuranceTerms', tag },
    summary: '各险种历年保险方案：单位保额、费率、各级保费分担、贫困户分担',
    access: 'farm-insurance.read',
    query: shape.termsQuery,
    reply: shape.termsList,
    act: (tx, _context, { query }) => readTerms(tx, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-terms', operation: 'publishInsuranceTerms', tag },
    summary: '拟发一个险种的保险方案，经另一人复核后生效；生效后不改，下年另发新版',
    access: 'farm-insurance.set-terms',
    body: shape.termsBody,
    reply: shape.workReply,
    act: (tx, context, { body }) => enterTerms(tx, context, body),
  }),
];

const policies: readonly Endpoint[] = [
  defineEndpoint({
    ...{ method: 'get', path: '/insurance-policies', operation: 'listInsurancePolicies', tag },
    summary: '查询农业保险保单',
    access: 'farm-insurance.read',
    query: shape.policyQuery,
    reply: shape.policyPage,
    act: (tx, context, { query }) => readPolicies(tx, context, query),
  }),
  defineEndpoint({
    ...{ ...made, path: '/insurance-policies', operation: 'enterInsurancePolicy', tag },
    summary: '承保机构登记保单及分户清单；按投保日的方案逐户计算保费，贫困户按减免比例',
    access: 'farm-insurance.insure',
    body: shape.policyBody,
    reply: shape.policyReply,
    act: (tx, context, { body }) => enterPolicy(tx, context, body),
  }),
  defineEndpoint({
    ...{ ...one, method: 'get', path: '/insurance-policies/:id', operation: 'readInsurancePolicy' },
    summary: '一份保单：分户清单、标的、保费分担、公示情况',
    access: 'farm-insurance.read',
    reply: shape.policyDetail,
    act: (tx, _context, { params }) => readPolicy(tx, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-policies/:id/notices', operation: 'postInsurancePolicy' },
    summary: '在村和县公示承保清单',
    access: 'farm-insurance.insure',
    body: shape.emptyBody,
    reply: shape.policyReply,
    act: (tx, context, { params }) => postPolicy(tx, context, params.id),
  }),
  defineEndpoint({
    ...{
      ...one,
      ...made,
      path: '/insurance-policies/:id/confirmations',
      operation: 'confirmInsurancePolicy',
    },
    summary: '公示期满后由县级部门另一人确认，保单生效',
    access: 'farm-insurance.confirm',
    body: shape.emptyBody,
    reply: shape.policyReply,
    act: (tx, context, { params }) => confirmPolicy(tx, context, params.id),
  }),
  defineEndpoint({
    ...{ ...one, ...made, path: '/insurance-policies/:id/withdrawals', operation: 'withdrawInsurancePolicy' },
    summary: '撤回尚未确认的保单；标的可重新投保',
    access: 'farm-insurance.insure',
    body: shape.reasonBody,
    reply: shape.policyReply,
    act: (tx, context, { params, body }) => withdrawPolicy(tx, context, { id: params.id, ...body }),
  }),
];

export const farmInsuranceEndpoints: readonly Endpoint[] = [...terms, ...policies];
