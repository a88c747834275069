import type { PlainDate } from '../../../kernel/date.ts';
import { conflict, forbidden, invalid, missing, type Failure } from '../../../kernel/failure.ts';
import type { Id } from '../../../kernel/ids.ts';

export const FACT_KINDS = ['dangerous_house', 'relocation', 'enrolment'] as const;
/** 危房、易地搬迁对象、录取或在读: what a product asks of a household beside the roster. */
export type FactKind = (typeof FACT_KINDS)[number];

export const HOUSE_GRADES = ['c', 'd'] as const;
/** 危房等级: part of the house dangerous, or all of it. */
export type HouseGrade = (typeof HOUSE_GRADES)[number];

export type FactId = Id<'household-fact'>;

/** What one person enters. */
export interface EnteredFact {
  readonly kind: FactKind;
  /** False: it holds no longer from its day on. */
  readonly holds: boolean;
  readonly memberId: Id<'household-member'> | null;
  readonly grade: HouseGrade | null;
  readonly effectiveOn: PlainDate;
  /** First day after the studies. */
  readonly endsOn: PlainDate | null;
  readonly documentNo: string;
}

/** A fact in force on a day. */
export interface HoldingFact {
  readonly kind: FactKind;
  readonly grade: HouseGrade | null;
  readonly effective_on: PlainDate;
  readonly ends_on: PlainDate | null;
}

const at = (pointer: string, code: string, detail: string) => ({
  code: `household.${code}`,
  detail,
  errors: [{ pointer, code: `household.${code}`, detail }],
});

/** Which fields a fact needs: the grade of a house, who studies and until when. Null when they fit. */
export function checkFact(fact: EnteredFact): Failure | null {
  const { kind, holds, memberId, grade, effectiveOn, endsOn } = fact;
  const studies = kind === 'enrolment';
  const house = kind === 'dangerous_house' && holds;
  if (studies !== (memberId !== null))
    return incomplete('/member_id', studies ? '请选择在读的家庭成员。' : '该项认定以户为单位，不填成员。');
  if (house !== (grade !== null))
    return incomplete('/grade', house ? '请填写危房等级（C级或D级）。' : '只有危房认定填写等级。');
  if ((studies && holds) !== (endsOn !== null))
    return incomplete(
      '/ends_on',
      studies && holds ? '请填写预计毕业日期。' : '只有录取或在读记录填写毕业日期。',
    );
  return endsOn !== null && endsOn <= effectiveOn
    ? incomplete('/ends_on', '毕业日期应晚于录取或入学日期，请核对。')
    : null;
}

const incomplete = (pointer: string, detail: string): Failure =>
  invalid(at(pointer, 'fact-incomplete', detail));

export const factNotFound = (): Failure =>
  missing({ code: 'household.fact-not-found', detail: '没有找到这条认定记录，或不在您的辖区。' });

export const factRecordedTwice = (): Failure =>
  conflict(at('/effective_on', 'fact-twice', '该户在这一天已有同样的认定记录。'));

export const factReviewed = (): Failure =>
  conflict({ code: 'household.fact-reviewed', detail: '这条认定记录已经复核过，请刷新后查看。' });

export const factByOtherPerson = (): Failure =>
  forbidden({
    code: 'household.review-by-other-person',
    detail: '录入人不能复核自己录入的认定记录（换用其他账号也不行），请由另一人复核。',
  });
