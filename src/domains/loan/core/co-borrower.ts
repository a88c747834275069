import { ageOn, type PlainDate } from '../../../kernel/date.ts';
import { conflict, refused, type Failure, type FieldError } from '../../../kernel/failure.ts';
import type { LoanId } from '../../../kernel/ids.ts';

export const CO_BORROWER_RELATIONS = ['parent', 'guardian'] as const;
/** 父母、监护人: what the co-borrower is to the one who borrows. */
export type CoBorrowerRelation = (typeof CO_BORROWER_RELATIONS)[number];

/** A co-borrower as he is given. */
export interface GivenCoBorrower {
  readonly name: string;
  readonly idNo: string;
  readonly relation: CoBorrowerRelation;
}

/** A co-borrower as his row holds him, the number sealed. */
export interface CoBorrowerRow {
  readonly loan_id: LoanId;
  readonly name: string;
  readonly id_no_cipher: string;
  readonly id_no_index: string;
  readonly id_no_masked: string;
  readonly birth_date: PlainDate;
  readonly relation: CoBorrowerRelation;
}

/** What decides about a co-borrower. */
export interface CoBorrowerFacts {
  readonly birthDate: PlainDate;
  readonly relation: CoBorrowerRelation;
  /** The same person as the one who borrows. */
  readonly isBorrower: boolean;
}

export interface CoBorrowerTerms {
  readonly coBorrower: 'not_asked' | 'required';
  /** Whole years; of a guardian, for parents answer at any age. */
  readonly coBorrowerAgeMax: number | null;
}

/** 民法典 第十八条: of full capacity. */
const FULL_AGE = 18;

const no = (code: string, pointer: string, detail: string): FieldError => ({
  code: `loan.co-borrower-${code}`,
  pointer: `/co_borrower${pointer}`,
  detail,
});

/** 共同借款人: there where the terms ask for one, another person, of full age and within the age of the terms. */
export function checkCoBorrower(
  person: CoBorrowerFacts | null,
  terms: CoBorrowerTerms,
  on: PlainDate,
): FieldError | null {
  if (person === null)
    return terms.coBorrower === 'required'
      ? no('missing', '', '生源地助学贷款须有一名共同借款人（父母或监护人），请填写。')
      : null;
  if (terms.coBorrower === 'not_asked') return no('not-asked', '', '该产品不设共同借款人，请删去。');
  if (person.isBorrower) return no('same-person', '/id_no', '共同借款人不能是借款学生本人，请核对证件号码。');
  const age = ageOn(person.birthDate, on);
  if (age < FULL_AGE)
    return no('under-age', '/id_no', `共同借款人申请时 ${age} 周岁，应年满 ${FULL_AGE} 周岁。`);
  const { coBorrowerAgeMax: most } = terms;
  return most !== null && person.relation !== 'parent' && age > most
    ? no('over-age', '/id_no', `共同借款人申请时 ${age} 周岁；不是父母的，不得超过 ${most} 周岁。`)
    : null;
}

export const coBorrowerKnown = (): Failure =>
  conflict({ code: 'loan.co-borrower-known', detail: '该笔贷款已有共同借款人，不能更换。' });

/** The same said by the database. */
export const coBorrowerSame = (): Failure =>
  refused({ code: 'loan.co-borrower-same-person', detail: '共同借款人不能是借款学生本人，请核对证件号码。' });
export const coBorrowerUnderAge = (): Failure =>
  refused({ code: 'loan.co-borrower-under-age', detail: '共同借款人应年满 18 周岁，请核对证件号码。' });
export const coBorrowerMissing = (): Failure =>
  refused({ code: 'loan.co-borrower-missing', detail: '生源地助学贷款须有一名共同借款人，请先登记。' });
