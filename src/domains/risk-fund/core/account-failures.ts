import { conflict, invalid, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const accountMissing = (): Failure =>
  missing({
    code: 'risk-fund.account-not-found',
    detail: '没有找到这个补偿金银行账户，或不在您的辖区内。',
  });

export const accountOpenThere = (): Failure =>
  pointed(
    conflict,
    '/bank_id',
    'risk-fund.account-open',
    '该补偿金在这家银行已有一个使用中的账户，请直接使用，不能重复开立。',
  );

export const openedInClosedYear = (): Failure =>
  pointed(
    refused,
    '/opened_on',
    'risk-fund.opened-in-closed-year',
    '该年度已对账确认并封账，当年的账户以对账单所列为准：开户日期请填封账年度之后的日期。',
  );

export const notAnAccount = (pointer: '/account_id' | '/to_account_id'): Failure =>
  pointed(invalid, pointer, 'risk-fund.account-unknown', '该补偿金没有这个银行账户，请从其账户清单中选取。');

export const sameAccount = (): Failure =>
  pointed(
    invalid,
    '/to_account_id',
    'risk-fund.same-account',
    '转出和转入不能是同一个账户，请另选转入账户。',
  );

export const accountNotOpen = (): Failure =>
  refused({
    code: 'risk-fund.account-not-open',
    detail: '该日期账户尚未开立或已经销户，请核对日期，或改用使用中的账户。',
  });

export const accountClosed = (): Failure =>
  conflict({
    code: 'risk-fund.account-closed',
    detail: '这个银行账户已经销户，不能再入账、转账或销户。',
  });

export const accountNotEmpty = (): Failure =>
  conflict({
    code: 'risk-fund.account-not-empty',
    detail: '账户还有余额、在途资金，或有登记尚未办结，不能销户：请先转出余额并办结各项登记。',
  });

export const lastAccount = (): Failure =>
  conflict({
    code: 'risk-fund.last-account',
    detail: '这是该补偿金最后一个使用中的账户，不能销户：请先在另一家银行开立账户。',
  });

/** The account that has to pay does not hold it, whatever lies at other banks. */
export const accountTooSmall = (bank: string, available: Fen): Failure =>
  refused({
    code: 'risk-fund.account-too-small',
    detail:
      `补偿金在${bank}的账户余额不足：除已批准待付的代偿外可用 ${formatYuanGrouped(available)} 元。` +
      `请先从其他账户转入或补充资金。`,
    facts: { bank, available: formatYuan(available) },
  });
