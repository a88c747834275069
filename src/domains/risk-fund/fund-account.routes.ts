import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { closeAccount, openFundAccount } from './actions/open-account.ts';
import * as shape from './fund-account.schema.ts';

const tag = '风险补偿金 risk-fund';

export const fundAccountEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/risk-funds/:id/accounts',
    operation: 'openRiskFundAccount',
    summary: '登记补偿金在另一家存款银行开立的账户',
    tag,
    access: 'risk-fund.set-up',
    params: shape.accountParams,
    status: 201,
    body: shape.accountBody,
    reply: shape.accountReply,
    act: (tx, context, { params, body }) =>
      openFundAccount(tx, context, {
        fundId: params.id,
        bankId: body.bank_id,
        accountNo: body.account_no,
        openedOn: body.opened_on,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/risk-fund-accounts/:id/closings',
    operation: 'closeRiskFundAccount',
    summary: '登记一个补偿金账户销户：须无余额、无在途，且另有使用中的账户',
    tag,
    access: 'risk-fund.set-up',
    params: shape.accountParams,
    status: 201,
    reply: shape.accountReply,
    act: (tx, context, { params }) => closeAccount(tx, context, params.id),
  }),
];
