import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readLife } from './actions/read-life.ts';
import { recordService } from './actions/record-life.ts';
import { enterReturn } from './actions/return-principal.ts';
import * as shape from './agreement-life.schema.ts';

const tag = '四方协议 agreement';

export const agreementLifeEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/agreements/:id/life',
    operation: 'readAgreementLife',
    summary: '协议履行情况：归还的本金、提供的培训和务工',
    tag,
    access: 'agreement.read',
    params: shape.lifeParams,
    reply: shape.lifeReply,
    act: (tx, _context, { params }) => readLife(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/principal-returns',
    operation: 'recordPrincipalReturn',
    summary: '登记经营主体归还的本金，经另一人复核后入账；自该日起按余额计算保底',
    tag,
    access: 'agreement.draw-up',
    params: shape.lifeParams,
    body: shape.returnBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterReturn(tx, context, {
        agreementId: params.id,
        amount: body.amount,
        returnedOn: body.returned_on,
        bankSerial: body.bank_serial,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/services',
    operation: 'recordAgreementService',
    summary: '登记给农户成员的培训或务工：谁、什么、几天、工资；列在年度结算单上',
    tag,
    access: 'agreement.serve',
    params: shape.lifeParams,
    body: shape.serviceBody,
    reply: shape.serviceReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      recordService(tx, context, {
        agreementId: params.id,
        memberId: body.member_id,
        kind: body.kind,
        content: body.content,
        onDate: body.on_date,
        days: body.days,
        wage: shape.wageOf(body),
      }),
  }),
];
