import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { writeLedForm } from './actions/write-led-form.ts';
import { ledFormQuery } from './led-form.schema.ts';

type OwnInterest = Parameters<typeof writeLedForm>[2];

/** Whoever opens the door says how much of the interest the household itself owes. */
export const ledFormEndpoints = (interest: OwnInterest): readonly Endpoint[] => [
  defineEndpoint({
    method: 'get',
    path: '/enterprise-led-form',
    operation: 'exportEnterpriseLedForm',
    summary: '导出带动型贷款表（24 栏），号码默认脱敏，每次导出留痕',
    tag: '表格 forms',
    access: 'loan.read',
    query: ledFormQuery,
    reply: 'application/octet-stream',
    act: (tx, context, { query: { format, numbers, reason, ...filter } }) =>
      writeLedForm(tx, context, interest, { filter, format, numbers, reason }),
  }),
];
