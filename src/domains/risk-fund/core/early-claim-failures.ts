import { pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const notCalledDue = (): Failure =>
  refused({
    code: 'risk-fund.not-called-due',
    detail: '贷款尚未到期，银行须先宣布提前到期（贷款变更），才能就全部本金申报代偿。',
  });

export const principalNotDue = (due: Fen): Failure =>
  pointed(
    refused,
    '/principal',
    'risk-fund.principal-not-due',
    `贷款尚未到期，按管理办法只能就已到期未还的本金 ${formatYuanGrouped(due)} 元申报代偿。`,
  );

/** The debt moved while the claim was filed. */
export const claimNotDue = (): Failure =>
  refused({
    code: 'risk-fund.principal-not-due',
    detail: '申报的本金尚未到期，请核对到期日和已到期未还的本金。',
  });

export const householdCovered = (): Failure =>
  refused({
    code: 'risk-fund.above-cover-cap',
    detail: '该户此前的贷款已占满管理办法规定的补偿本金上限，追加部分不在补偿范围内。',
  });
