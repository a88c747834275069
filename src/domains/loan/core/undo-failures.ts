import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, refused, type Failure } from '../../../kernel/failure.ts';
import { STRIKE_FAILURES } from './dunning-strike.ts';
import { RELIEF_UNDO_FAILURES } from './relief-undoing.ts';

const onField = (code: string, pointer: string, detail: string) => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

export const nothingToUndo = (): Failure =>
  refused(
    onField(
      'loan.undo-nothing',
      '/undoes_id',
      '该笔贷款没有这一项已确认的展期或提前到期，或已经撤销，请核对编号。',
    ),
  );

export const undoOtherDay = (onDate: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.undo-other-day',
      '/on_date',
      `被撤销的变更自 ${formatDateZh(onDate)} 起生效；撤销自同一日起计，请核对。`,
    ),
    facts: { on_date: onDate },
  });

export const undoBuiltOn = (): Failure =>
  conflict({
    code: 'loan.undo-built-on',
    detail:
      '此后该笔贷款又有展期、延期、提前到期或在读期变更以这一到期日为准，请先撤销后一项，再撤销这一项。',
  });

export const undoRepaid = (): Failure =>
  conflict({
    code: 'loan.undo-repaid',
    detail: '按这一到期日已有还款入账，撤销会改变这些还款是否逾期；请先冲正这些还款，撤销后重新登记。',
  });

export const undoClaimed = (): Failure =>
  conflict({
    code: 'loan.undo-claimed',
    detail: '该笔贷款已按现在的到期日申请风险补偿，不能撤销；请先由受理单位退回补偿申请。',
  });

/** What the database says of undoing and striking, by the name of its rule. */
export const UNDO_FAILURES: Readonly<Record<string, () => Failure>> = {
  loan_change_undoes_standing: nothingToUndo,
  loan_change_undone_once: nothingToUndo,
  loan_undo_built_on: undoBuiltOn,
  loan_undo_repaid: undoRepaid,
  loan_undo_claimed: undoClaimed,
  ...RELIEF_UNDO_FAILURES,
  ...STRIKE_FAILURES,
};
