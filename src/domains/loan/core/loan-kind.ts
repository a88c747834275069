import type { PlainDate } from '../../../kernel/date.ts';
import { addMonths } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { refused, type Failure } from '../../../kernel/failure.ts';

export const FUNDING_SOURCES = ['own', 'relending', 'entrusted'] as const;
/** 资金来源: own funds, re-lending of the central bank (扶贫再贷款), entrusted by another (委托贷款). */
export type FundingSource = (typeof FUNDING_SOURCES)[number];

export const SECURITY_KINDS = ['none', 'rights_mortgage', 'guarantor', 'guarantee_insurance'] as const;
/** 担保方式: none, mortgage of the two rights (两权抵押), guarantee institution, guarantee insurance. */
export type SecurityKind = (typeof SECURITY_KINDS)[number];

/** What a loan is beside its product; frozen with the contract. */
export interface LoanKind {
  readonly fundingSource: FundingSource;
  readonly security: SecurityKind;
  /** 过桥贷款 */
  readonly bridge: boolean;
  /** First day after the studies (在读期); null for every loan that is not for studies. */
  readonly studiesEndOn: PlainDate | null;
}

/** A loan as it was before it could be anything else. */
export const PLAIN_KIND: LoanKind = {
  fundingSource: 'own',
  security: 'none',
  bridge: false,
  studiesEndOn: null,
};

export interface KindTerms {
  readonly fundingSources: readonly FundingSource[];
  readonly securities: readonly SecurityKind[];
  readonly bridgeAllowed: boolean;
  /** Whether the subsidy tells studies from the time after them. */
  readonly forStudies: boolean;
}

const no = (code: string, pointer: string, detail: string): FieldError => ({
  code: `loan.${code}`,
  pointer,
  detail,
});

export function checkFunding(kind: LoanKind, terms: KindTerms): FieldError | null {
  return terms.fundingSources.includes(kind.fundingSource)
    ? null
    : no('funding-not-allowed', '/funding_source', '本政策不允许这种资金来源，请核对。');
}

export function checkSecurity(kind: LoanKind, terms: KindTerms): FieldError | null {
  return terms.securities.includes(kind.security)
    ? null
    : no('security-not-allowed', '/security', '本政策不允许这种担保方式，请核对。');
}

export function checkBridge(kind: LoanKind, terms: KindTerms): FieldError | null {
  return kind.bridge && !terms.bridgeAllowed
    ? no('bridge-not-allowed', '/bridge', '本政策不办理过桥贷款。')
    : null;
}

/** Studies end after the contract begins and within its term. */
export function checkStudies(
  kind: LoanKind,
  terms: KindTerms,
  loan: { readonly on: PlainDate; readonly termMonths: number },
): FieldError | null {
  const pointer = '/studies_end_on';
  const { studiesEndOn } = kind;
  if (studiesEndOn === null)
    return terms.forStudies ? no('studies-missing', pointer, '助学贷款应填写毕业日期。') : null;
  if (!terms.forStudies) return no('studies-not-asked', pointer, '该产品不分在读和毕业，请删去毕业日期。');
  if (studiesEndOn <= loan.on) return no('studies-over', pointer, '毕业日期已过，在读学生才能申请助学贷款。');
  return studiesEndOn > addMonths(loan.on, loan.termMonths)
    ? no('studies-beyond-term', pointer, '毕业日期晚于贷款到期日，请核对期限。')
    : null;
}

/** The same said by the database. */
export const factsMissing = (): Failure =>
  refused({
    code: 'loan.facts-not-confirmed',
    detail: '该产品要求的认定（危房、易地搬迁、在读）尚未复核，不能签约。',
  });

/** The same said by the database. */
export const kindNotAllowed = (): Failure =>
  refused({
    code: 'loan.kind-not-allowed',
    detail: '本政策不允许这种资金来源、担保方式或贷款种类，请核对。',
  });
