import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const writeOffMissing = (): Failure =>
  missing({ code: 'mutual-aid.write-off-not-found', detail: '没有找到这份核销决议，或不在您的辖区内。' });

export const overdueTooShort = (months: number): Failure =>
  pointed(
    refused,
    '/voted_on',
    'mutual-aid.write-off-early',
    `借款逾期满 ${months} 个月、催收未果后，会员大会才能表决核销。`,
  );

export const overdueBroken = (): Failure =>
  pointed(refused, '/voted_on', 'mutual-aid.write-off-early', '借款逾期还不满章程规定的月数，不能表决核销。');

export const writeOffWaits = (): Failure =>
  conflict({ code: 'mutual-aid.write-off-waits', detail: '这笔借款已有一份核销决议，不能重复。' });

export const owedMoved = (): Failure =>
  conflict({
    code: 'mutual-aid.write-off-stale',
    detail: '借款余额在表决后有变动，或已不在用款中：请否决这份决议，按最新余额重新表决。',
  });

export const lossTooLarge = (held: Fen): Failure =>
  refused({
    code: 'mutual-aid.loss-too-large',
    detail: `风险准备金、公积金、捐赠和财政资金合计只有 ${formatYuanGrouped(held)} 元，不够承担这笔损失；会员互助金不承担损失。`,
    facts: { held: formatYuan(held) },
  });

export const lossMisborne = (): Failure =>
  conflict({
    code: 'mutual-aid.loss-too-large',
    detail: '损失须按风险准备金、公积金、捐赠、财政资金的顺序承担，金额已有变动，请刷新后再办。',
  });

export const consentNeeded = (): Failure =>
  refused({
    code: 'mutual-aid.consent-needed',
    detail: '财政资金承担损失，或章程规定须报批的，核销须先经县级主管部门书面同意。',
  });

export const consentedAlready = (): Failure =>
  conflict({ code: 'mutual-aid.consent-given', detail: '县级同意已登记，不能再次登记。' });

export const aboveWrittenOff = (left: Fen): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.above-written-off',
    `收回的金额超过已核销而未收回的 ${formatYuanGrouped(left)} 元，请核对。`,
  );

export const recoveryBroken = (): Failure =>
  pointed(
    refused,
    '/amount',
    'mutual-aid.above-written-off',
    '收回须在核销确认以后，且不超过已核销而未收回的金额。',
  );
