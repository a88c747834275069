import type { PlainDate } from '../../../kernel/date.ts';
import { conflict, forbidden, missing, type Failure } from '../../../kernel/failure.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';

/** 须经复核的事项: what one person enters and another confirms before it is carried out. */
export const WORK_KINDS = [
  'budget_grant',
  'clawback_repayment',
  'programme_terms',
  'fund_terms',
  'insurance_terms',
  'agreement_arrival',
  'agreement_return',
  'principal_payment',
  'return_reversal',
  'payment_reversal',
  'suspension_lift',
  'recovery_reversal',
  'back_payment_reversal',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

export const WORK_STATES = ['entered', 'confirmed', 'refused'] as const;
export type WorkState = (typeof WORK_STATES)[number];

export type WorkId = Id<'countersign'>;

const STATE_NAMES: Readonly<Record<WorkState, string>> = {
  entered: '待复核',
  confirmed: '已复核',
  refused: '已退回',
};

/** Work that waits for a second person, or was decided by one. */
export interface WorkRow {
  readonly id: WorkId;
  readonly kind: WorkKind;
  readonly county_code: string | null;
  /** The bank at whose desk it waits; null = at none. */
  readonly bank_id: OrganisationId | null;
  readonly subject_id: bigint | null;
  readonly amount_fen: Fen | null;
  readonly input: unknown;
  readonly content: Readonly<Record<string, unknown>>;
  readonly state: WorkState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

export const workMissing = (): Failure =>
  missing({ code: 'countersign.not-found', detail: '没有找到这项待复核事项，或不在您的管辖范围内。' });

export const workDecided = (state: WorkState): Failure =>
  conflict({
    code: 'countersign.decided',
    detail: `该事项${STATE_NAMES[state]}，不能再次办理；请刷新后核对。`,
    facts: { state },
  });

export const ownWork = (): Failure =>
  forbidden({
    code: 'countersign.same-person',
    detail: '经办与复核不能是同一个人（换账号也不行），请由另一位同事复核。',
  });

export const workNotYours = (): Failure =>
  forbidden({ code: 'permission.missing', detail: '您的岗位不能复核此类事项，请由有权限的岗位办理。' });

export const workWaiting = (): Failure =>
  conflict({
    code: 'countersign.waiting',
    detail: '同一事项已登记并待复核，请先复核或退回，再登记新的。',
  });
