import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readBalances } from './actions/read-balances.ts';
import { balancesQuery, balancesReply } from './ledger.schema.ts';

export const ledgerEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/ledger-accounts',
    operation: 'listLedgerAccounts',
    summary: '辖区各账户余额：已记账与在途',
    tag: '账务 ledger',
    access: 'ledger.read',
    query: balancesQuery,
    reply: balancesReply,
    act: (tx, context, { query }) => readBalances(tx, context, query),
  }),
];
