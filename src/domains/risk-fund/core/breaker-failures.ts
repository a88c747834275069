import { conflict, missing, refused, type Failure } from '../../../kernel/failure.ts';

export const noBreaker = (): Failure =>
  refused({ code: 'risk-fund.no-breaker', detail: '现行管理办法没有规定停贷线，无需核对。' });

export const lendingSuspended = (): Failure =>
  refused({
    code: 'risk-fund.lending-suspended',
    detail: '本县或本行该产品的不良率已超过停贷线，暂停签订新贷款；恢复须待比率回落或县级文件。',
  });

export const suspensionMissing = (): Failure =>
  missing({ code: 'risk-fund.suspension-not-found', detail: '没有找到这次停贷，或不在您的辖区内。' });

export const liftedAlready = (): Failure =>
  conflict({ code: 'risk-fund.suspension-moved', detail: '停贷状态已有变化，请刷新后再办理。' });

export const payoutSuspended = (): Failure =>
  refused({
    code: 'risk-fund.payout-suspended',
    detail: '本县或本行该产品的不良率已超过停贷线，已签合同也暂停放款；恢复须待比率回落或县级文件。',
  });
