import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
  type FailureParts,
  type FieldError,
} from '../../../kernel/failure.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { ImportState } from './import-file.ts';
import { nameOfAct, nameOfState, type LoanAct, type LoanState } from './loan-states.ts';
import type { RosterState } from './roster-row.ts';

const onField = (code: string, pointer: string, detail: string): FailureParts => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

export const loanMissing = (): Failure =>
  missing({ code: 'loan.not-found', detail: '没有找到这笔贷款，或不在您的管辖范围内。' });

export const householdMissing = (): Failure =>
  missing({ code: 'household.not-found', detail: '没有找到这一户或该借款人，或不在您的管辖范围内。' });

export const enterpriseMissing = (): Failure =>
  missing({ code: 'organisation.not-found', detail: '没有找到该带动企业，或不在本县。' });

export const rosterMissing = (): Failure =>
  missing({ code: 'loan.roster-not-found', detail: '没有找到这份名册，或不在您的管辖范围内。' });

/** All refusals of an application; one alone keeps its own code. */
export function ineligible(refusals: readonly FieldError[]): Failure {
  const [first, ...others] = refusals;
  const more = others.length > 0 ? `另有 ${others.length} 处不符合，见逐项说明。` : '';
  return refused({
    code: first && others.length === 0 ? first.code : 'loan.ineligible',
    detail: `${first?.detail ?? ''}${more}`,
    errors: refusals,
  });
}

export const wrongState = (act: LoanAct, state: LoanState): Failure =>
  conflict({
    code: 'loan.wrong-state',
    detail: `该笔贷款${nameOfState(state)}，不能${nameOfAct(act)}；请刷新后核对。`,
    facts: { state },
  });

export const notABank = (): Failure =>
  forbidden({ code: 'loan.not-a-bank', detail: '只有放贷银行的人员可以办理，您的账号不属于任何银行。' });

export const samePerson = (): Failure =>
  forbidden({ code: 'loan.same-person', detail: '登记与审批不能是同一个人，请由另一位同事审批。' });

export const selfApprovedRoster = (): Failure =>
  forbidden({
    code: 'loan.roster-same-person',
    detail: '申报与批准名册不能是同一个人，请由另一位同事批准。',
  });

export const rosterOfProvince = (): Failure =>
  forbidden({
    code: 'loan.roster-province-approves',
    detail: '本项目的名册由省级批准，县级不能批准；请省级监管人员办理。',
  });

export const rosterDecided = (state: RosterState): Failure =>
  conflict({
    code: 'loan.roster-decided',
    detail: '该名册已经批准或撤回，请刷新后核对。',
    facts: { state },
  });

export const rosterNoTaken = (): Failure =>
  conflict({ code: 'loan.roster-no-taken', detail: '本县已有同一编号的名册，请换一个编号。' });

export const rosterForeignHousehold = (): Failure =>
  refused(
    onField(
      'loan.roster-foreign-household',
      '/household_ids',
      '名册中有不存在或不在本县的户，请核对后重新申报。',
    ),
  );

export const rosterForeignBank = (): Failure =>
  refused(
    onField('loan.roster-foreign-bank', '/bank_id', '没有找到这家银行，或不在本县，请核对后重新申报。'),
  );

export const rosterUnknownProgramme = (): Failure =>
  refused(onField('loan.roster-unknown-programme', '/programme_code', '没有这个项目，请核对项目代码。'));

export const openLoanExists = (): Failure =>
  refused(
    onField('loan.open-loan', '/household_id', '该户已有一笔未结清或在办的同类贷款，还清或撤销后才能再办。'),
  );

export const overCap = (): Failure =>
  refused(onField('loan.over-cap', '/principal', '金额超过每户限额，请减少金额。'));

/** The same that `checkTopUp` says, once the loan beside it is looked at again: signing and payout. */
export const nothingToTopUp = (): Failure =>
  refused(
    onField(
      'loan.nothing-to-top-up',
      '/top_up',
      '追加贷款须在该户另有已放款、未结清的同类贷款时签订和放款，请核对后办理。',
    ),
  );

export const overTerm = (): Failure =>
  refused(onField('loan.over-term', '/term_months', '期限超过本政策的最长期限，请缩短期限。'));

export const rateAboveCeiling = (): Failure =>
  refused(onField('loan.rate-above-ceiling', '/annual_percent', '年利率高于同档次上限，请按上限以内执行。'));

export const contractNoTaken = (): Failure =>
  conflict({ code: 'loan.contract-no-taken', detail: '本行已有同一合同编号的贷款，请核对合同编号。' });

export const voucherNoTaken = (): Failure =>
  conflict({ code: 'loan.voucher-no-taken', detail: '本行已有同一借据号的贷款，请核对借据号。' });

export const inFuture = (pointer: string): Failure =>
  refused(onField('loan.future-date', pointer, '日期晚于今天，请核对。'));

export const noPlanYet = (state: LoanState): Failure =>
  conflict({
    code: 'loan.no-plan-yet',
    detail: `该笔贷款${nameOfState(state)}，放款之后才有还款计划。`,
    facts: { state },
  });

export const approvedBeforeApplication = (): Failure =>
  refused(onField('loan.before-application', '/approved_on', '审批日期早于申请日期，请核对。'));

export const disbursedBeforeSigning = (signedOn: PlainDate): Failure =>
  refused(onField('loan.before-signing', '/disbursed_on', `放款日期早于签约日期 ${signedOn}，请核对。`));

export const lateDisbursement = (deadline: PlainDate, limit: number): FieldError => ({
  code: 'loan.late-disbursement',
  pointer: '/disbursed_on',
  detail: `应在签约后 ${limit} 个工作日内（${deadline} 前）放款，已逾期，照常放款并记录备查。`,
});

/** What was settled before a ledger was taken over is not ours to correct; what was paid here is. */
export const settledElsewhere = (through: PlainDate): Failure =>
  refused({
    ...onField(
      'loan.period-paid',
      '/on_date',
      `${through} 之前的贴息在台账接管前已经结清，不能补记更早的变动。`,
    ),
    facts: { settled_through: through },
  });

/** The same said by the database, which names no day. */
export const settledElsewhereThen = (): Failure =>
  refused(onField('loan.period-paid', '/on_date', '该日的贴息在台账接管前已经结清，不能补记变动。'));

export const beforeDisbursement = (disbursedOn: PlainDate, pointer = '/on_date'): Failure =>
  pointed(
    refused,
    pointer,
    'loan.before-disbursement',
    `日期早于放款日 ${formatDateZh(disbursedOn)}，请核对。`,
  );

/** The same said by the database, which names no day. */
export const beforeDisbursementDay = (): Failure =>
  refused(onField('loan.before-disbursement', '/on_date', '日期早于放款日，请核对。'));

export const overOutstanding = (outstanding: bigint): Failure =>
  refused(
    onField(
      'loan.over-outstanding',
      '/principal',
      `归还本金超过未还本金 ${formatYuanGrouped(outstanding)} 元，请核对金额。`,
    ),
  );

export const nothingRepaid = (): Failure =>
  invalid(onField('loan.nothing-repaid', '/principal', '本金和利息至少填写一项，且大于零。'));

export const eligibilityUnchanged = (): Failure =>
  conflict({ code: 'loan.eligibility-unchanged', detail: '该笔贷款的贴息资格已经是所填状态，没有变化。' });

const IMPORT_STATE_NAMES: Readonly<Record<ImportState, string>> = {
  received: '正在检查',
  checked: '已检查',
  refused: '已拒收',
  importing: '正在导入',
  imported: '已导入',
};

export const importMissing = (): Failure =>
  missing({ code: 'loan.import-not-found', detail: '没有找到这次导入，或不在您的管辖范围内。' });

export const importNotReady = (state: ImportState): Failure =>
  conflict({
    code: 'loan.import-not-ready',
    detail: `该文件${IMPORT_STATE_NAMES[state]}，检查完成后才能导入。`,
    facts: { state },
  });

export const importEmpty = (): Failure =>
  refused({ code: 'loan.import-empty', detail: '该文件没有可导入的行，请按标注改正后重新上传。' });

export const importHasFaults = (rejected: number): Failure =>
  refused({
    code: 'loan.import-has-faults',
    detail: `选择了“全部正确才导入”，但有 ${rejected} 行不合格；请改正后重新上传，或改为只导入合格行。`,
    facts: { rejected },
  });

export const markedMissing = (state: ImportState): Failure =>
  conflict({
    code: 'loan.import-not-marked',
    detail: `该文件${IMPORT_STATE_NAMES[state]}，没有标注件可下载。`,
    facts: { state },
  });

export const repaymentsNeedBank = (): Failure =>
  refused(
    onField(
      'loan.import-needs-bank',
      '/bank_id',
      '还款文件的合同编号和流水号由银行自编，请由银行上传，或选定一家银行。',
    ),
  );

export const importForeignBank = (): Failure =>
  refused(
    onField('loan.import-foreign-bank', '/bank_id', '没有找到这家银行，或不在该县，请核对后重新上传。'),
  );

export const townshipUnknown = (): Failure =>
  refused({
    code: 'loan.township-unknown',
    detail: '按政策版本由乡镇申报贴息，该户登记簿中没有所属乡镇，请先补全再签订合同。',
  });
