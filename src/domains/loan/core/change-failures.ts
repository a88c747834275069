import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, forbidden, invalid, missing, refused, type Failure } from '../../../kernel/failure.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { nameOfChange, type ChangeKind, type ChangeState } from './loan-change.ts';
import { nameOfState, type LoanState } from './loan-states.ts';

const STATE_NAMES: Readonly<Record<ChangeState, string>> = {
  proposed: '待确认',
  confirmed: '已确认',
  refused: '已退回',
};

const onField = (code: string, pointer: string, detail: string) => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

export const changeMissing = (): Failure =>
  missing({ code: 'loan.change-not-found', detail: '没有找到这项变更，或不在您的管辖范围内。' });

export const changeIncomplete = (pointer: string, detail: string): Failure =>
  invalid(onField('loan.change-incomplete', pointer, detail));

export const misusedAboveLent = (): Failure =>
  refused(onField('loan.misused-above-lent', '/misused', '挪用金额超过贷款本金，请核对金额。'));

export const notLent = (kind: ChangeKind, state: LoanState): Failure =>
  conflict({
    code: 'loan.wrong-state',
    detail: `该笔贷款${nameOfState(state)}，不能办理${nameOfChange(kind)}变更；请刷新后核对。`,
    facts: { state },
  });

export const notYours = (kind: ChangeKind, act: 'propose' | 'decide'): Failure =>
  forbidden({
    code: 'loan.change-not-yours',
    detail:
      act === 'propose'
        ? `${nameOfChange(kind)}变更由承贷银行提出，您的岗位不能办理。`
        : `${nameOfChange(kind)}变更的确认不由您的单位办理，请核对变更种类。`,
    facts: { kind },
  });

export const ownChange = (): Failure =>
  forbidden({
    code: 'loan.change-same-person',
    detail: '提出与确认不能是同一个人，请由另一位同事确认。',
  });

export const changeDecided = (state: ChangeState): Failure =>
  conflict({
    code: 'loan.change-decided',
    detail: `该项变更${STATE_NAMES[state]}，不能再次办理；请刷新后核对。`,
    facts: { state },
  });

export const changeWaiting = (): Failure =>
  conflict({
    code: 'loan.change-waiting',
    detail: '该笔贷款已有一项同类变更待确认，请先确认或退回，再提出新的。',
  });

export const changeOutdated = (): Failure =>
  conflict({
    code: 'loan.change-outdated',
    detail: '提出之后贷款的到期日、毕业日期或利率上限已有变化，请退回后按现状重新提出。',
  });

export const extensionLate = (maturesOn: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.extension-after-maturity',
      '/on_date',
      `展期应在到期日 ${formatDateZh(maturesOn)} 之前提出并生效；已到期的贷款按逾期或续贷办理。`,
    ),
    facts: { matures_on: maturesOn },
  });

export const extensionShort = (maturesOn: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.extension-not-later',
      '/matures_on',
      `展期后的到期日应晚于现在的到期日 ${formatDateZh(maturesOn)}。`,
    ),
    facts: { matures_on: maturesOn },
  });

export const extensionOverTerm = (latestOn: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.extension-over-term',
      '/matures_on',
      `原期限加展期不得超过本政策的最长期限，到期日最迟为 ${formatDateZh(latestOn)}。`,
    ),
    facts: { latest_on: latestOn },
  });

export const extensionUsed = (limit: number): Failure =>
  refused({
    code: 'loan.extension-used',
    detail: limit === 0 ? '本政策不允许展期。' : `本政策最多允许展期 ${limit} 次，该笔贷款已经用完。`,
    facts: { limit },
  });

/** The same said by the database, which names no number. */
export const extensionUsedUp = (): Failure =>
  refused({ code: 'loan.extension-used', detail: '该笔贷款的展期次数已经用完。' });

export const extensionOutOfOrder = (lastOn: PlainDate): Failure =>
  refused(
    onField(
      'loan.extension-out-of-order',
      '/on_date',
      `该笔贷款 ${formatDateZh(lastOn)} 已经展期，新的展期不能早于这一天。`,
    ),
  );

export const rateFixed = (): Failure =>
  refused(
    onField(
      'loan.rate-fixed',
      '/rate_basis',
      '该合同利率签约时固定，不随规则调整；依文件调整的请注明文号，并选择按文件调整。',
    ),
  );

export const notAResetDay = (detail: string): Failure =>
  refused(onField('loan.not-a-reset-day', '/on_date', detail));

export const rateUnchanged = (): Failure =>
  refused(onField('loan.rate-unchanged', '/annual_percent', '所填利率与该日执行的利率相同，没有变化。'));

export const rateOverCeiling = (ceiling: number): Failure =>
  refused({
    ...onField(
      'loan.rate-above-ceiling',
      '/annual_percent',
      `年利率高于上限 ${formatPercent(ceiling)}%，请按上限以内执行。`,
    ),
    facts: { ceiling_percent: formatPercent(ceiling) },
  });

export const heirNotAllowed = (): Failure =>
  refused(
    onField('loan.heir-not-allowed', '/heir_id', '本政策规定借款人死亡即停止贴息，不办理由家庭成员承接。'),
  );

export const heirForeign = (): Failure =>
  refused(onField('loan.heir-foreign', '/heir_id', '承接人应为该日仍在本户的其他家庭成员，请核对户内成员。'));

export const heirTooYoung = (ageMin: number): Failure =>
  refused(onField('loan.heir-too-young', '/heir_id', `承接人应年满 ${ageMin} 周岁。`));

export const notForStudies = (): Failure =>
  refused(onField('loan.studies-not-asked', '/kind', '该笔贷款不是助学贷款，没有在读期。'));

export const studiesBeforeDay = (): Failure =>
  refused(onField('loan.studies-before-change', '/studies_end_on', '毕业日期不能早于变更生效日期，请核对。'));

export const studiesTooLate = (latestOn: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.studies-beyond-term',
      '/studies_end_on',
      `毕业日期最迟为 ${formatDateZh(latestOn)}，不能超过贷款到期日和政策规定的最长在读期限。`,
    ),
    facts: { latest_on: latestOn },
  });

const until = (code: string, untilOn: PlainDate, detail: string): Failure =>
  refused({ ...onField(code, '/studies_end_on', detail), facts: { studies_end_on: untilOn } });

export const studiesNotLonger = (untilOn: PlainDate): Failure =>
  until(
    'loan.studies-not-later',
    untilOn,
    `升学、休学后的毕业日期应晚于现在的毕业日期 ${formatDateZh(untilOn)}。`,
  );

export const studiesNotEnded = (untilOn: PlainDate): Failure =>
  until(
    'loan.studies-not-ended',
    untilOn,
    `退学的毕业日期应为离校当日，即变更生效日期，并早于现在的毕业日期 ${formatDateZh(untilOn)}。`,
  );

export const studiesUnchanged = (untilOn: PlainDate): Failure =>
  until('loan.studies-unchanged', untilOn, `毕业日期已经是 ${formatDateZh(untilOn)}，没有变化。`);

export const nothingToReverse = (): Failure =>
  refused(
    onField(
      'loan.reversal-no-payment',
      '/bank_serial',
      '该笔贷款没有以此流水号登记的还款或罚息、复利，或已经冲正，请核对流水号。',
    ),
  );

export const reversalOtherDay = (onDate: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.reversal-other-day',
      '/on_date',
      `该流水号登记的日期是 ${formatDateZh(onDate)}；冲正自登记的日期起计，请核对。`,
    ),
    facts: { on_date: onDate },
  });

export const reversalBesideLoan = (): Failure =>
  conflict({
    code: 'loan.reversal-beside-loan',
    detail: '冲正后该笔贷款重新未结清，而该户已另有一笔未结清或在办的同类贷款，不能冲正；请先处理另一笔。',
  });

export const reversalAboveCap = (): Failure =>
  conflict({
    code: 'loan.reversal-above-cap',
    detail: '冲正后该笔贷款重新未结清，该户在贷合计将超过每户含追加限额，不能冲正；请先处理另一笔。',
  });

export const reversalRenewed = (): Failure =>
  conflict({
    code: 'loan.reversal-renewed',
    detail: '该笔贷款已经续贷，续贷合同以其还清为前提，还款不能冲正；请先撤销续贷。',
  });

export const reversalCompensated = (): Failure =>
  conflict({
    code: 'loan.reversal-compensated',
    detail: '风险补偿金已按当时的欠款拨付，此前登记的还款不能冲正；差额请按追偿款核对办理。',
  });

export const reversalWrittenOff = (): Failure =>
  conflict({
    code: 'loan.reversal-written-off',
    detail: '核销已按当时的欠款申请或确认，此前登记的还款不能冲正；请先退回核销申请。',
  });
