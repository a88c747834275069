import type { PlainDate } from '../../../kernel/date.ts';
import { refused, type Failure } from '../../../kernel/failure.ts';
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

/** The loan a new contract renews. */
export interface RenewedLoan {
  readonly householdId: bigint;
  readonly bankId: bigint;
  readonly productCode: string;
  readonly state: LoanState;
  readonly closedOn: PlainDate | null;
}

export interface RenewalRequest {
  readonly householdId: bigint;
  readonly bankId: bigint;
  readonly productCode: string;
  readonly appliedOn: PlainDate;
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
  if (renewed.state !== 'closed' || renewed.closedOn === null) return renewalUnpaid();
  return request.appliedOn < renewed.closedOn ? renewalBeforeRepayment(renewed.closedOn) : null;
}
