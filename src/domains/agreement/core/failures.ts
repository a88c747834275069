import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  invalid,
  missing,
  refused,
  type Failure,
  type FailureParts,
  type FieldError,
} from '../../../kernel/failure.ts';
import { nameOfState, type AgreementState } from './agreement-states.ts';
import { PARTY_ROLES, type Party } from './parties.ts';

const onField = (code: string, pointer: string, detail: string): FailureParts => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

export const agreementMissing = (): Failure =>
  missing({ code: 'agreement.not-found', detail: '没有找到这份四方协议，或不在您的管辖范围内。' });

/** All refusals of one agreement; one alone keeps its own code. */
export function notPermitted(refusals: readonly FieldError[]): Failure {
  const [first, ...others] = refusals;
  const more = others.length > 0 ? `另有 ${others.length} 处不符合，见逐项说明。` : '';
  return refused({
    code: first && others.length === 0 ? first.code : 'agreement.not-permitted',
    detail: `${first?.detail ?? ''}${more}`,
    errors: refusals,
  });
}

export const loanMissing: FieldError = {
  pointer: '/loan_id',
  code: 'agreement.loan-not-found',
  detail: '没有找到这笔贷款，或不在您的管辖范围内。',
};

export const issueMissing = (): Failure =>
  missing({ code: 'agreement.issue-not-found', detail: '没有找到这个折股项目，或不在您的管辖范围内。' });

export const termsUnknown = (): Failure =>
  invalid(onField('agreement.terms-unknown', '/terms_id', '没有找到这个已发布的政策版本。'));

export const sharesOtherwise = (): Failure =>
  refused(
    onField('agreement.share-issue', '/share_issue_id', '折股项目未登记、或使用资金的不是这家经营主体。'),
  );

export const overShares = (): Failure =>
  refused(
    onField('agreement.over-shares', '/amount', '该户现有股份按面值计算已少于协议资金，不能签订或生效。'),
  );

export const shareDividendDeclared = (): Failure =>
  refused(
    onField(
      'agreement.share-dividend',
      '/share_issue_id',
      '该折股项目本年度已按股份宣告分红，同一笔资金不能再按协议保底分红。',
    ),
  );

export const arrivedBeforeShares = (): Failure =>
  invalid(
    onField('agreement.arrival-date', '/arrived_on', '到账日不能早于该户持有这些股份之日，也不能晚于今天。'),
  );

export const oneLive = (): Failure =>
  conflict({
    code: 'agreement.one-live',
    detail: '这笔贷款已有一份四方协议，须先作废原协议才能重新拟订。',
  });

export const oneLiveShare = (): Failure =>
  conflict({
    code: 'agreement.one-live',
    detail: '该户在这个折股项目中的资金已有一份协议，须先作废或了结原协议。',
  });

export const householdStandingLost = (): Failure =>
  refused({
    code: 'agreement.household-standing',
    detail: '该户的建档立卡身份或贷款名册已不符合签订协议的条件，协议不能生效；请核实后作废重签。',
  });

export const floorBelowTerms = (): Failure =>
  refused({ code: 'agreement.floor-below-terms', detail: '保底收益率不得低于政策版本的规定。' });

export const overPrincipal = (): Failure =>
  refused(onField('agreement.over-principal', '/amount', '协议资金不能超过贷款本金。'));

export const governmentMissing = (): Failure =>
  refused({
    code: 'agreement.no-government',
    detail: '本县尚未登记县政府或扶贫办，无法确定甲方；请先登记单位，或在提交时写明甲方。',
  });

export const wrongState = (state: AgreementState, act: string): Failure =>
  conflict({
    code: 'agreement.wrong-state',
    detail: `协议${nameOfState(state)}，不能${act}；请刷新后核对。`,
    facts: { state },
  });

export const signedAlready = (): Failure =>
  conflict({
    code: 'agreement.signed-already',
    detail: '已有一方在这一版协议上签署，不能重新出具；如需更改，请作废后重新拟订。',
  });

export const partySignedAlready = (party?: Party): Failure =>
  conflict({
    code: 'agreement.party-signed',
    detail: `${party ? PARTY_ROLES[party] : '该方'}的签署已经登记，不能重复登记。`,
  });

export const noSuchParty = (): Failure =>
  refused(
    onField(
      'agreement.no-such-party',
      '/party',
      '这份协议由县政府、经营主体和农户三方签署，没有承贷银行一方。',
    ),
  );

export const notYourParty = (party: Party): Failure =>
  forbidden({
    code: 'agreement.not-your-party',
    detail: `您的岗位不能登记${PARTY_ROLES[party]}的签署：银行由承贷银行、经营主体由其自己、县政府和农户由县扶贫办登记。`,
    facts: { party },
  });

export const mannerRefused = (party: Party): Failure =>
  invalid(
    onField(
      'agreement.manner-refused',
      '/manner',
      party === 'household'
        ? '农户应签名（signature）或捺印（fingerprint）。'
        : `${PARTY_ROLES[party]}须盖章：盖章（seal）或签字并盖章（signature_and_seal）。`,
    ),
  );

export const signedInFuture = (): Failure =>
  invalid(onField('agreement.future-date', '/signed_on', '签署日期不能晚于今天。'));

export const signedBeforeIssue = (issuedOn: PlainDate): Failure =>
  invalid(
    onField(
      'agreement.signed-before-issue',
      '/signed_on',
      `签署日期不能早于文书出具之日（${formatDateZh(issuedOn)}）。`,
    ),
  );

export const arrivalKnown = (): Failure =>
  conflict({ code: 'agreement.arrival-known', detail: '到账日已经登记，不能再改。' });

export const arrivalOutside = (): Failure =>
  invalid(onField('agreement.arrival-date', '/arrived_on', '到账日不能早于贷款发放之日，也不能晚于今天。'));

/** `wants`: what is missing of each party, in words. */
export const partiesIncomplete = (wants: readonly string[]): Failure =>
  refused({
    code: 'agreement.parties-incomplete',
    detail: `协议缺少以下登记内容：${wants.join('、')}；请先在单位或农户登记中补齐。`,
    facts: { missing: wants },
  });

export const templateOfOtherCounty = (): Failure =>
  refused(
    onField(
      'agreement.template-of-other-county',
      '/template_version',
      '这是其他县区的协议文本，本县不能使用。',
    ),
  );

/** `unsaid`: what was agreed and the wording has no place for, in words. */
export const templateLacks = (unsaid: readonly string[]): Failure =>
  refused(
    onField(
      'agreement.template-lacks',
      '/template_version',
      `这一协议文本没有写明${unsaid.join('、')}，请改用 v2 或本县的新文本。`,
    ),
  );
