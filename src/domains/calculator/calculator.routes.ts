import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { calculate } from './actions/calculate.ts';
import { caseBody, caseReply, kindParams } from './calculator-request.schema.ts';

export const calculatorEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/calculators/:kind',
    operation: 'calculate',
    summary: '试算：不需登录，不存任何内容',
    tag: '试算',
    access: 'public',
    idempotent: false,
    params: kindParams,
    body: caseBody,
    reply: caseReply,
    act: (_tx, context, { params, body }) => Promise.resolve(calculate(params.kind, body, context.today)),
  }),
];
