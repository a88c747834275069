import type { PlainDate } from '../../../kernel/date.ts';
import { pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { LoanState } from './loan-states.ts';

const onField = (code: string, detail: string): Failure =>
  refused({ code, detail, errors: [{ code, pointer: '/renews_loan_id', detail }] });

export const renewalForeign = (): Failure =>
  onField('loan.renewal-foreign', '没有找到原贷款，或不是本户在本行的同类贷款，请核对。');

export const renewalUnpaid = (): Failure =>
  onField('loan.renewal-unpaid', '原贷款尚未还清，不能续贷；请先收回，或在到期日前按展期办理。');

export const renewalBeforeRepayment = (closedOn: PlainDate): Failure =>
  onField('loan.renewal-before-repayment', `续贷的申请日期早于原贷款结清日 ${closedOn}，请核对。`);

export const renewedAlready = (): Failure =>
  onField('loan.renewed-already', '原贷款已经续贷过，不能再次续贷。');

export const nothingToPayOut = (): Failure =>
  onField('loan.renewal-nothing-open', '原贷款没有未还本金，请按一般续贷办理。');

export const renewalOverdue = (): Failure =>
  onField('loan.renewal-overdue', '原贷款已经逾期，无还本续贷不能掩盖逾期，请先收回。');

export const renewalTooSmall = (outstanding: Fen): Failure =>
  pointed(
    refused,
    '/principal',
    'loan.renewal-too-small',
    `无还本续贷的金额不能少于原贷款余额 ${formatYuanGrouped(outstanding)} 元，请核对。`,
  );

/** The loan a new contract renews. */
export interface RenewedLoan {
  readonly householdId: bigint;
  readonly bankId: bigint;
  readonly productCode: string;
  readonly state: LoanState;
  readonly closedOn: PlainDate | null;
  readonly outstanding: Fen;
  /** Whether anything of it is overdue on the day of the question. */
  readonly overdue: boolean;
}

export interface RenewalRequest {
  readonly householdId: bigint;
  readonly bankId: bigint;
  readonly productCode: string;
  readonly appliedOn: PlainDate;
  readonly principal: Fen;
  /** 无还本续贷: the new contract repays the old loan on the day it is disbursed. */
  readonly paysOut: boolean;
}

/**
 * Why a loan cannot be renewed by a new contract; null when it can. How often is for the version of the new
 * contract to say. A renewal must not hide arrears: the loan before is repaid.
 */
export function checkRenewal(renewed: RenewedLoan | null, request: RenewalRequest): Failure | null {
  if (
    renewed?.householdId !== request.householdId ||
    renewed.bankId !== request.bankId ||
    renewed.productCode !== request.productCode
  )
    return renewalForeign();
  if (request.paysOut) return checkPayOut(renewed, request.principal);
  if (renewed.state !== 'closed' || renewed.closedOn === null) return renewalUnpaid();
  return request.appliedOn < renewed.closedOn ? renewalBeforeRepayment(renewed.closedOn) : null;
}

/**
 * 无还本续贷: the old loan still runs, nothing of it is overdue, and the new money covers what it owes. Asked when
 * the new contract is registered and once more on the day it is disbursed.
 */
export function checkPayOut(
  renewed: Pick<RenewedLoan, 'state' | 'outstanding' | 'overdue'>,
  principal: Fen,
): Failure | null {
  if (renewed.state !== 'disbursed') return nothingToPayOut();
  if (renewed.overdue) return renewalOverdue();
  return principal < renewed.outstanding ? renewalTooSmall(renewed.outstanding) : null;
}
