import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readFundReminders, readTopUps } from './actions/remind-duties.ts';
import * as shape from './fund-duty.schema.ts';

const read = { method: 'get', tag: '风险补偿金 risk-fund', access: 'risk-fund.read' } as const;

export const fundDutyEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    ...read,
    path: '/fund-reminders',
    operation: 'listFundReminders',
    summary: '催办：超过时限的代偿申请、符合条件而未申报的贷款、应补充的补偿金，提醒经办岗位和上一级',
    query: shape.fundReminderQuery,
    reply: shape.fundReminderPage,
    act: (tx, context, { query }) => readFundReminders(tx, context, query),
  }),
  defineEndpoint({
    ...read,
    path: '/fund-top-ups',
    operation: 'listFundTopUps',
    summary: '各期应补充的补偿金：测算日、贷款余额、账户余额、应补、已补、期限和逾期天数',
    query: shape.topUpListQuery,
    reply: shape.topUpPage,
    act: (tx, _context, { query }) => readTopUps(tx, query),
  }),
];
