import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readFundRecoveries, readRecoveryDues, readRecoveryReminders } from './actions/read-recovery-dues.ts';
import * as shape from './recovery-due.schema.ts';
import { idParams } from './risk-fund.schema.ts';

const read = { method: 'get', tag: '风险补偿金 risk-fund', access: 'risk-fund.read' } as const;

export const recoveryDueEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...read,
    path: '/recovery-dues',
    operation: 'listRecoveryDues',
    summary: '代偿后农户还款的上缴情况：已收、已登记、已确认、欠缴、补偿金应得、期限和逾期天数',
    query: shape.dueQuery,
    reply: shape.duePage,
    act: (tx, _context, { query }) => readRecoveryDues(tx, query),
  }),
  defineEndpoint({
    ...read,
    path: '/risk-funds/:id/recovery-dues',
    operation: 'readFundRecoveryDues',
    summary: '一个补偿金账户按银行汇总的代偿后还款和应上缴金额',
    params: idParams,
    reply: shape.fundDues,
    act: (tx, _context, { params }) => readFundRecoveries(tx, params.id),
  }),
  defineEndpoint({
    ...read,
    path: '/recovery-reminders',
    operation: 'listRecoveryReminders',
    summary: '催缴：代偿后收到的还款提醒银行上缴，逾期提醒银行、县办和财政',
    query: shape.reminderQuery,
    reply: shape.reminderPage,
    act: (tx, context, { query }) => readRecoveryReminders(tx, context, query),
  }),
];
