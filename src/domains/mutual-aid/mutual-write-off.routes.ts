import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { enterLateRecovery } from './actions/recover-written-off.ts';
import { consentToWriteOff, decideWriteOff, proposeWriteOff } from './actions/write-off-loan.ts';
import { idParams as params } from './mutual-aid.schema.ts';
import { entryDecision, entryReply } from './mutual-loan.schema.ts';
import * as shape from './mutual-write-off.schema.ts';

const of = { tag: '互助资金 mutual-aid', method: 'post', params, status: 201 } as const;

export const mutualWriteOffEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...of,
    path: '/mutual-loans/:id/write-offs',
    operation: 'proposeMutualWriteOff',
    summary: '登记会员大会表决同意的核销：逾期满章程规定月数，写明理由',
    access: 'mutual-aid.keep-register',
    body: shape.writeOffBody,
    reply: shape.writeOffReply,
    act: (tx, context, { params: { id }, body }) =>
      proposeWriteOff(tx, context, {
        ...{ loanId: id, reason: body.reason, votedOn: body.voted_on, minutesNo: body.minutes_no },
        ...{ present: body.present, yes: body.yes, against: body.against },
      }),
  }),
  defineEndpoint({
    ...of,
    path: '/mutual-write-offs/:id/consents',
    operation: 'consentToMutualWriteOff',
    summary: '县级主管部门书面同意核销（财政资金承担损失，或章程规定须报批）',
    access: 'mutual-aid.consent',
    body: shape.consentBody,
    reply: shape.writeOffReply,
    act: (tx, context, { params: { id }, body }) =>
      consentToWriteOff(tx, context, { id, documentNo: body.document_no }),
  }),
  defineEndpoint({
    ...of,
    path: '/mutual-write-offs/:id/decisions',
    operation: 'decideMutualWriteOff',
    summary: '理事长确认核销：依次由风险准备金、公积金、捐赠、财政资金承担；账销案存',
    access: 'mutual-aid.approve',
    body: entryDecision,
    reply: shape.writeOffReply,
    act: (tx, context, { params: { id }, body }) => decideWriteOff(tx, context, { id, ...body }),
  }),
  defineEndpoint({
    ...of,
    path: '/mutual-loans/:id/recoveries',
    operation: 'recoverMutualWriteOff',
    summary: '出纳登记核销后收回的款项；会计确认后先恢复财政资金',
    access: 'mutual-aid.enter-money',
    body: shape.lateMoneyBody,
    reply: entryReply,
    act: (tx, context, { params: { id }, body }) =>
      enterLateRecovery(tx, context, {
        ...{ loanId: id, amount: body.amount, onDate: body.on_date, bankSerial: body.bank_serial },
      }),
  }),
];
