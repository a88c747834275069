import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { RecoveryState } from './claim-row.ts';

/**
 * What who got money wrongly paid back directly (追回到账), to the fund or to the bank of the claim; amounts in
 * fen.
 */
export interface BackPaymentRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly party: string;
  readonly to_party: 'fund' | 'bank';
  readonly amount_fen: Fen;
  readonly received_on: PlainDate;
  readonly document_no: string;
  readonly bank_serial: string;
  readonly state: RecoveryState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly reversed_on: PlainDate | null;
  readonly reversal_reason: string | null;
}

const TO = { fund: '补偿金', bank: '银行' } as const;

export const nothingClaimedBack = (party: string, to: 'fund' | 'bank'): Failure =>
  pointed(
    refused,
    '/party',
    'risk-fund.nothing-claimed-back',
    `这份代偿没有应由“${party}”退给${TO[to]}的款项，请按应追回款项核对付款方和收款方。`,
  );

export const backPaymentAbove = (left: Fen): Failure =>
  pointed(
    refused,
    '/amount',
    'risk-fund.back-payment-above',
    `尚应追回 ${formatYuanGrouped(left)} 元（已扣除抵扣的、到账的和待确认的），登记的金额不能超过它。`,
  );

export const backPaymentAboveNow = (open: Fen): Failure =>
  conflict({
    code: 'risk-fund.back-payment-above',
    detail: `登记后又有抵扣或到账，尚应追回的现为 ${formatYuanGrouped(open)} 元：请否决这笔登记并按现数重新登记。`,
    facts: { open: formatYuan(open) },
  });

export const backPaymentAboveKept = (): Failure =>
  conflict({
    code: 'risk-fund.back-payment-above',
    detail: '追回到账的金额超过尚应追回的，请刷新后核对。',
  });

export const backPaymentEarly = (since: PlainDate): Failure =>
  pointed(
    refused,
    '/received_on',
    'risk-fund.back-payment-early',
    `到账日期不能早于被冲正的追偿到账的${formatDateZh(since)}。`,
  );

export const backPaymentEarlyKept = (): Failure =>
  pointed(
    refused,
    '/received_on',
    'risk-fund.back-payment-early',
    '到账日期不能早于被冲正的追偿到账的日期。',
  );

export const backPaymentSerialKnown = (): Failure =>
  pointed(
    conflict,
    '/bank_serial',
    'risk-fund.back-payment-serial-known',
    '该流水号已用于一笔追偿、赔付或追回到账，一笔款项不能登记两次。',
  );

export const backPaymentMissing = (): Failure =>
  missing({ code: 'risk-fund.back-payment-not-found', detail: '没有找到这笔追回到账，或不在您的辖区内。' });

export const backPaymentNotConfirmed = (): Failure =>
  conflict({
    code: 'risk-fund.back-payment-not-confirmed',
    detail: '只有已确认的追回到账可以冲正；未确认的请直接否决，已冲正的不能再次冲正。',
  });
