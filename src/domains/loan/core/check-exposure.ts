import type { FieldError } from '../../../kernel/failure.ts';
import { fen, formatYuanGrouped } from '../../../kernel/money.ts';
import type { EligibilityInput } from './eligibility-input.ts';
import { checkCreditLine } from './household-credit.ts';

const refusal = (code: string, pointer: string, detail: string): FieldError => ({
  code: `loan.${code}`,
  pointer,
  detail,
});

type Check = (input: EligibilityInput) => FieldError | null;

/** 一户一贷: one open loan of the product, a top-up beside it excepted. */
export const checkOpenLoan: Check = ({ terms, household, request }) =>
  terms.oneOpenLoan && !request.topUp && household.openLoans > 0
    ? refusal('open-loan', '/household_id', '该户已有一笔未结清或在办的同类贷款，还清或撤销后才能再办。')
    : null;

/** 每户限额; with a top-up 含追加限额. */
export const checkCap: Check = ({ terms, request, household }) => {
  // where an open loan is refused as such, what it owes is not held against the amount a second time
  const owed = terms.oneOpenLoan && !request.topUp ? 0n : household.openPrincipal;
  const cap = request.topUp ? terms.capInclTopup : terms.capPerHousehold;
  if (owed + request.principal <= cap) return null;
  const [before, per] = terms.capByBorrowerYear
    ? ['本年已办', '每人每年']
    : ['在贷', request.topUp ? '每户含追加' : '每户'];
  const open = owed > 0n ? `，加上${before} ${formatYuanGrouped(owed)} 元` : '';
  return refusal(
    'over-cap',
    '/principal',
    `申请 ${formatYuanGrouped(request.principal)} 元${open}，超过${per}限额 ${formatYuanGrouped(cap)} 元，请减少金额。`,
  );
};

/** 追加贷款 (银保监发〔2021〕6号): beside a loan that the household owes, where the terms leave room for it. */
export const checkTopUp: Check = ({ terms, request, household }) => {
  if (!request.topUp) return null;
  if (terms.capInclTopup === terms.capPerHousehold)
    return refusal('top-up-not-allowed', '/top_up', '本政策没有追加贷款的额度，请按普通贷款申请。');
  return household.openLoans === 0
    ? refusal('nothing-to-top-up', '/top_up', '该户没有未结清的同类贷款，不属于追加贷款，请按普通贷款申请。')
    : null;
};

/** As with the cap: an open loan that is refused as such is not held against the line a second time. */
export const checkCredit: Check = ({ terms, request, household: { credit } }) => {
  const alone = terms.oneOpenLoan && !request.topUp;
  const counted = credit && alone ? { ...credit, used: fen(0n) } : credit;
  return checkCreditLine(counted, terms.creditLineRule, { ...terms, principal: request.principal });
};
