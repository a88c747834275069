import type { PlainDate } from '../../../kernel/date.ts';
import { invalid, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const nothingPaid = (): Failure =>
  pointed(invalid, '/penalty', 'loan.nothing-repaid', '罚息和复利至少填写一项，且大于零。');

export const penaltyAboveOwed = (owed: Fen): Failure =>
  pointed(
    refused,
    '/penalty',
    'loan.penalty-above-owed',
    `罚息超过截至该日应还的 ${formatYuanGrouped(owed)} 元，请核对金额和日期。`,
  );

export const compoundAboveOwed = (owed: Fen): Failure =>
  pointed(
    refused,
    '/compound',
    'loan.compound-above-owed',
    `复利超过截至该日应还的 ${formatYuanGrouped(owed)} 元，请核对金额和日期。`,
  );

/** The same said by the database, which names no sum. */
export const penaltyBeyondReason = (): Failure =>
  pointed(refused, '/penalty', 'loan.penalty-above-owed', '罚息或复利超过截至该日可能产生的数额，请核对。');

/** The wall against slips of the hand: to the day received and a quarter ahead. */
export const interestBeyondReason = (): Failure =>
  pointed(
    refused,
    '/interest',
    'loan.interest-above-owed',
    '利息超过这笔贷款到该日（含预交一个季度）按合同利率可能产生的数额，请核对金额和日期。',
  );

export const duesTooFar = (last: PlainDate, pointer = '/on'): Failure =>
  pointed(invalid, pointer, 'loan.dues-too-far', `最多计算到 ${last}，请选较早的日期。`);
