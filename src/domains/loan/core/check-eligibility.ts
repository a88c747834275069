import { LONGEST_BULLET_MONTHS } from '../../../kernel/longest-bullet-months.ts';
import { addMonths, ageOn, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { checkCoBorrower } from './co-borrower.ts';
import { checkCap, checkCredit, checkOpenLoan, checkTopUp } from './check-exposure.ts';
import type { EligibilityInput, FactKind } from './eligibility-input.ts';
import { checkBridge, checkFunding, checkSecurity, checkStudies } from './loan-kind.ts';

const refusal = (code: string, pointer: string, detail: string): FieldError => ({
  code: `loan.${code}`,
  pointer,
  detail,
});

type Check = (input: EligibilityInput) => FieldError | null;

/** The application may be entered late, never ahead of the day. */
const checkDates: Check = ({ request, assessedOn, today }) => {
  if (request.appliedOn > today)
    return refusal('future-date', '/applied_on', '申请日期晚于今天，请核对日期。');
  if (assessedOn > today) return refusal('future-date', '/signed_on', '签约日期晚于今天，请核对日期。');
  if (assessedOn < request.appliedOn)
    return refusal('signed-before-application', '/signed_on', '签约日期早于申请日期，请核对日期。');
  return null;
};

/**
 * 户 is the unit: the household stands on the register on the day the terms name, signing or drawdown
 * (银监发〔2017〕42号). Null when its status may borrow.
 */
export function checkStanding(
  status: string | null,
  eligibleStatuses: readonly string[],
  on: PlainDate,
): FieldError | null {
  const pointer = '/household_id';
  if (status === null)
    return refusal('not-registered', pointer, `该户在 ${on} 尚未建档立卡，不能办理本项贷款。`);
  if (status === 'struck_off')
    return refusal('struck-off', pointer, '该户已被清退，不再享受本项贷款；如有异议请到县办核实。');
  if (status === 'moved_away') return refusal('moved-away', pointer, '该户户籍已迁出，应在迁入地申请。');
  if (eligibleStatuses.includes(status)) return null;
  return refusal('not-eligible-status', pointer, '该户的脱贫属性不在本政策的适用对象之内，请核对名册。');
}

const checkStatus: Check = ({ household, terms, assessedOn }) =>
  terms.judgedAtDrawdown ? null : checkStanding(household.status, terms.eligibleStatuses, assessedOn);

const checkRoster: Check = ({ household, terms }) =>
  terms.rosterRequired && !household.onRoster
    ? refusal('not-on-roster', '/household_id', '该户不在本行已批准的贷款名册中，请先由县办申报并获批。')
    : null;

const FACT_REFUSALS: Readonly<Record<FactKind, FieldError>> = {
  dangerous_house: refusal(
    'not-a-dangerous-house',
    '/household_id',
    '该户没有经复核的危房（C级或D级）认定，请先录入鉴定结果并由另一人复核。',
  ),
  relocation: refusal(
    'not-relocated',
    '/household_id',
    '该户没有经复核的易地扶贫搬迁对象认定，请先录入并由另一人复核。',
  ),
  enrolment: refusal(
    'not-enrolled',
    '/borrower_id',
    '借款人没有经复核的录取或在读记录，请先录入并由另一人复核。',
  ),
};

/** What the product asks of the household itself (危房户、搬迁户、在读学生), beside the roster of its programme. */
const checkFacts: Check = ({ household, terms }) => {
  const lacking = terms.requiredFacts.find((asked) => !household.facts.some(({ kind }) => kind === asked));
  return lacking ? FACT_REFUSALS[lacking] : null;
};

/** Studies are subsidised no longer than the school says that they last. */
const checkEnrolment: Check = ({ household, terms, request: { studiesEndOn } }) => {
  if (!terms.requiredFacts.includes('enrolment') || studiesEndOn === null) return null;
  const ends = household.facts.find(({ kind }) => kind === 'enrolment')?.endsOn ?? studiesEndOn;
  return studiesEndOn > ends
    ? refusal(
        'studies-beyond-enrolment',
        '/studies_end_on',
        `毕业日期晚于学籍记录的毕业日期 ${ends}，请核对。`,
      )
    : null;
};

const checkBorrower: Check = ({ borrower }) =>
  borrower.belongs
    ? null
    : refusal('borrower-left', '/borrower_id', '借款人已不是该户成员，请改由在册成员申请。');

const checkAge: Check = ({ terms, request, borrower, assessedOn }) => {
  const atMaturity = terms.ageTestDate === 'maturity';
  const on = atMaturity ? addMonths(assessedOn, request.termMonths) : request.appliedOn;
  const age = ageOn(borrower.birthDate, on);
  const saying = `借款人${atMaturity ? '到期' : '申请'}时 ${age} 周岁，政策要求 ${terms.ageMin} 至 ${terms.ageMax} 周岁`;
  if (age < terms.ageMin)
    return refusal('under-age', '/borrower_id', `${saying}，可由同户其他成年成员申请。`);
  if (age > terms.ageMax) return refusal('over-age', '/borrower_id', `${saying}，可由同户其他成员申请。`);
  return null;
};

const checkTerm: Check = ({ terms, request, renewalNo }) => {
  const longest = renewalNo > 0 ? terms.renewalMaxTermMonths : terms.maxTermMonths;
  return request.termMonths > longest
    ? refusal(
        'over-term',
        '/term_months',
        `期限 ${request.termMonths} 个月超过最长 ${longest} 个月，请缩短期限。`,
      )
    : null;
};

/** 续贷: as often as the version of the new contract says, and led by an enterprise only where it says so. */
const checkRenewed: Check = ({ terms, request, renewalNo }) => {
  if (renewalNo === 0) return null;
  const pointer = '/renews_loan_id';
  if (renewalNo > terms.renewalCount) {
    const limit = terms.renewalCount;
    const detail = limit === 0 ? '本政策不办理续贷。' : `本政策最多续贷 ${limit} 次，原合同已经是续贷。`;
    return refusal('renewal-used', pointer, detail);
  }
  return request.usageMode === 'enterprise_led' && !terms.ledRenewalAllowed
    ? refusal('led-renewal-forbidden', '/usage_mode', '带动型（户贷企用）不能续贷，续贷只能由户自用。')
    : null;
};

const checkRate: Check = ({ request, ceilingPercent, assessedOn }) => {
  if (ceilingPercent === null) return null;
  if (request.annualPercent <= ceilingPercent) return null;
  const [rate, ceiling] = [formatPercent(request.annualPercent), formatPercent(ceilingPercent)];
  return refusal(
    'rate-above-ceiling',
    '/annual_percent',
    `年利率 ${rate}% 高于 ${assessedOn} 同档次上限 ${ceiling}%，请按上限以内执行。`,
  );
};

const checkPurpose: Check = ({ terms, request }) => {
  const pointer = '/purpose_code';
  if (terms.forbiddenPurposes.includes(request.purposeCode))
    return refusal('forbidden-purpose', pointer, '该用途属于禁止用途，本项贷款只用于发展生产。');
  if (!terms.allowedPurposes.includes(request.purposeCode))
    return refusal('unknown-purpose', pointer, '该用途不在本政策的用途目录中，请选择目录内的用途。');
  return null;
};

/** 户贷企用 ended by a date of the terms: new led loans are blocked after it, run-off stays lawful. */
const checkUsage: Check = ({ terms, request, assessedOn }) => {
  const pointer = '/usage_mode';
  if (request.usageMode === 'self') return null;
  if (!terms.usageModes.includes('enterprise_led'))
    return refusal('usage-mode-forbidden', pointer, '本政策不允许带动型（户贷企用），只能由户自用。');
  const until = terms.enterpriseLedUntil;
  if (until !== null && assessedOn > until)
    return refusal('led-banned-since', pointer, `带动型（户贷企用）自 ${until} 之后不再新签，只能由户自用。`);
  return null;
};

const checkEnterprise: Check = ({ request, enterprise }) => {
  const pointer = '/enterprise_id';
  if (request.usageMode === 'self') {
    if (enterprise === null) return null;
    return refusal('enterprise-on-own-use', pointer, '自用贷款不填带动企业，请删去该项或改为带动型。');
  }
  if (enterprise === null) return refusal('enterprise-missing', pointer, '带动型贷款应填写带动企业。');
  if (enterprise.inGoodStanding) return null;
  const detail = '该带动企业已被暂停或取消资格，不能再带动新的贷款。';
  return refusal('enterprise-not-in-good-standing', pointer, detail);
};

const checkMethod: Check = ({ terms, request }) => {
  const pointer = '/repayment_method';
  const { repaymentMethod: method } = request;
  if (method === 'bullet' && request.termMonths > LONGEST_BULLET_MONTHS)
    return refusal('bullet-over-a-year', pointer, '利随本清只适用于一年以内的贷款，请改用按期结息。');
  if ((method === 'equal_instalment' || method === 'equal_principal') && !terms.instalmentsAllowed)
    return refusal('instalments-forbidden', pointer, '本政策不允许分期还本，请改用按期结息、到期还本。');
  return null;
};

const CHECKS: readonly Check[] = [
  checkDates,
  checkStatus,
  checkRoster,
  checkFacts,
  checkOpenLoan,
  checkTopUp,
  checkBorrower,
  checkAge,
  checkCap,
  checkCredit,
  checkTerm,
  checkRenewed,
  checkRate,
  checkPurpose,
  checkUsage,
  checkEnterprise,
  checkMethod,
  ({ request, terms }) => checkFunding(request, terms),
  ({ request, terms }) => checkSecurity(request, terms),
  ({ request, terms }) => checkBridge(request, terms),
  ({ request, terms, assessedOn }) =>
    checkStudies(request, terms, { on: assessedOn, termMonths: request.termMonths }),
  checkEnrolment,
  ({ coBorrower, request, terms }) => checkCoBorrower(coBorrower, terms, request.appliedOn),
];

/**
 * Everything that speaks against lending (准入), most basic first; empty when the household may borrow. One
 * entry per rule, each with the field to change.
 */
export function checkEligibility(input: EligibilityInput): FieldError[] {
  return CHECKS.map((check) => check(input)).filter((found) => found !== null);
}
