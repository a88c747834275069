import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readReminders } from './actions/remind-overdue.ts';
import * as shape from './subsidy-reminder.schema.ts';

export const subsidyReminderEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/subsidy-reminders',
    operation: 'listSubsidyReminders',
    summary: '催办：超过审核或拨付时限的批次，提醒经办岗位和上一级',
    tag: '贴息 subsidy',
    access: 'subsidy.read',
    query: shape.reminderQuery,
    reply: shape.reminderPage,
    act: (tx, context, { query }) => readReminders(tx, context, query),
  }),
];
