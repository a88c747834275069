import { conflict, forbidden, missing, refused, type Failure } from '../../../kernel/failure.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, LoanId } from '../../../kernel/ids.ts';
import type { ChangeState } from './loan-change.ts';
import type { ReliefId } from './relief-order.ts';

export type ReliefUndoingId = Id<'relief-undoing'>;

/** The undoing (撤销) of a relief order that was confirmed by mistake, whole or for one loan of it. */
export interface ReliefUndoingRow {
  readonly id: ReliefUndoingId;
  readonly relief_id: ReliefId;
  readonly county_code: string;
  /** Null: all that still stands of the order. */
  readonly loan_id: LoanId | null;
  readonly reason: string;
  readonly state: ChangeState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
  readonly loans_undone: number | null;
}

export type NewReliefUndoing = Pick<
  ReliefUndoingRow,
  'relief_id' | 'county_code' | 'loan_id' | 'reason' | 'proposed_by' | 'proposed_on'
>;

/** A rule of the database on which something that stands in the way of an undoing is found. */
export type UndoRule =
  | 'loan_receipts_waiting'
  | 'loan_undo_claimed'
  | 'loan_undo_built_on'
  | 'loan_undo_unkept'
  | 'loan_undo_repaid';

/** What stands in the way of some loans of an order: the first of them by its contract, and how many. */
export interface UndoObstacle {
  readonly why: UndoRule;
  readonly loans: number;
  readonly contract_no: string;
}

const OBSTACLES: Readonly<Record<UndoRule, readonly [code: string, what: string, then: string]>> = {
  loan_receipts_waiting: ['loan.receipts-waiting', '有还款登记待银行复核', '请先由银行复核或退回'],
  loan_undo_claimed: ['loan.undo-claimed', '已按延期后的到期日申请风险补偿', '请先由受理单位退回补偿申请'],
  loan_undo_built_on: [
    'loan.undo-built-on',
    '此后又有展期、延期、提前到期或在读期变更以延期后的到期日为准',
    '请先撤销后一项',
  ],
  loan_undo_unkept: ['loan.undo-unkept', '分期的原到期日未留存（延期令确认在先）', '这些贷款不能撤销延期'],
  loan_undo_repaid: [
    'loan.undo-repaid',
    '原到期日起已有还款入账，撤销会改变这些还款是否逾期',
    '请先由银行冲正这些还款，撤销后重新登记',
  ],
};

export function undoObstructed({ why, loans, contract_no }: UndoObstacle, whole: boolean): Failure {
  const [code, what, then] = OBSTACLES[why];
  const which = whole ? `该延期令所涉贷款中有 ${String(loans)} 笔（合同 ${contract_no} 等）` : '该笔贷款';
  const rest = whole ? '；其余贷款可逐笔撤销' : '';
  return conflict({ code, detail: `${which}${what}，${then}${rest}。`, facts: { loans, contract_no } });
}

export const undoUnkept = (): Failure =>
  undoObstructed({ why: 'loan_undo_unkept', loans: 1, contract_no: '' }, false);

export const nothingRelieved = (): Failure =>
  refused({
    code: 'loan.relief-undo-nothing',
    detail: '该延期令没有可撤销的延期：尚未确认、没有调整这笔贷款，或已经撤销，请核对。',
  });

export const reliefUndoWaiting = (): Failure =>
  conflict({
    code: 'loan.relief-undo-waiting',
    detail: '该延期令已有一项撤销待确认，请先确认或退回，再提出下一项。',
  });

export const reliefUndoingMissing = (): Failure =>
  missing({
    code: 'loan.relief-undoing-not-found',
    detail: '没有找到这项延期令撤销，或不在您的管辖范围内。',
  });

export const ownReliefUndoing = (): Failure =>
  forbidden({
    code: 'loan.relief-undoing-same-person',
    detail: '提出与确认撤销延期令不能是同一个人，请由另一位同事确认。',
  });

export const reliefUndoingDecided = (state: ChangeState): Failure =>
  conflict({
    code: 'loan.relief-undoing-decided',
    detail: '这项延期令撤销已经办理，不能再次办理；请刷新后核对。',
    facts: { state },
  });

/** What the database says of the undoing of an order, by the name of its rule. */
export const RELIEF_UNDO_FAILURES: Readonly<Record<string, () => Failure>> = {
  relief_undoing_standing: nothingRelieved,
  relief_undoing_once: nothingRelieved,
  relief_undoing_waiting: reliefUndoWaiting,
  relief_undoing_other_person: ownReliefUndoing,
  loan_undo_unkept: undoUnkept,
};
