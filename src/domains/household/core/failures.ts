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
import { IDENTIFIER_FAULTS, type IdentifierFault } from '../../../kernel/identifiers.ts';

const at = (pointer: string, code: string, detail: string): FailureParts => ({
  code,
  detail,
  errors: [{ pointer, code, detail }],
});

export const householdNotFound = (): Failure =>
  missing({ code: 'household.not-found', detail: '没有找到这户，或不在您的辖区。' });

export const memberNotFound = (): Failure =>
  missing({ code: 'household.member-not-found', detail: '这户没有这名在册成员。' });

export const statusNotFound = (): Failure =>
  missing({ code: 'household.status-not-found', detail: '没有找到这条身份记录，或不在您的辖区。' });

export const fieldsRefused = (errors: readonly FieldError[]): Failure =>
  invalid({
    code: 'household.fields-refused',
    detail: errors[0]?.detail ?? '登记内容有误，请按各项说明修改。',
    errors,
  });

export const villageNeeded = (): Failure =>
  invalid(
    at('/region_code', 'household.village-needed', '请选择到村（社区）一级的区划；该代码须在今天有效。'),
  );

export const householdNoTaken = (): Failure =>
  conflict(at('/household_no', 'household.number-taken', '该户编号在本县已登记，请核对或查询原户。'));

export const memberTwice = (): Failure =>
  conflict(at('/id_no', 'household.member-twice', '该身份证号已是这户的在册成员，不能重复登记。'));

export const oneHead = (): Failure =>
  conflict(
    at('/relation', 'household.one-head', '每户只有一名户主；更换户主请办理原户主的减员并指定新户主。'),
  );

export const headNeeded = (): Failure =>
  invalid(at('/new_head_id', 'household.new-head-needed', '户主减员时须指定一名在册成员为新户主。'));

export const lastMember = (): Failure =>
  refused(
    at('/member_id', 'household.last-member', '这是户内最后一名成员，不能减员；整户消亡请登记户的身份变化。'),
  );

export const leftBeforeJoined = (): Failure =>
  invalid(at('/left_on', 'household.left-before-joined', '减员日期不能早于入户日期，也不能晚于今天。'));

export const futureDate = (pointer: string): Failure =>
  invalid(at(pointer, 'household.future-date', '日期不能晚于今天。'));

export const statusRecordedTwice = (): Failure =>
  conflict(at('/effective_on', 'household.status-twice', '该户在这一天已有同样的身份记录。'));

export const statusReviewed = (): Failure =>
  conflict({ code: 'household.status-reviewed', detail: '这条身份记录已经复核过，请刷新后查看。' });

export const reviewByOtherPerson = (): Failure =>
  forbidden({
    code: 'household.review-by-other-person',
    detail: '录入人不能复核自己录入的身份记录（换用其他账号也不行），请由另一人复核。',
  });

export const personNeeded = (): Failure =>
  forbidden({ code: 'household.person-needed', detail: '此事须由登录的工作人员本人办理。' });

export const helperOverlaps = (): Failure =>
  conflict(at('/from_on', 'household.helper-overlaps', '新帮扶责任人的起始日须晚于现任责任人的起始日。'));

export const revealTooOften = (limit: number): Failure =>
  refused({
    code: 'household.reveal-too-often',
    detail: `每小时最多查看 ${limit} 户的完整号码，请稍后再办；查看均已留痕。`,
    facts: { per_hour: limit },
  });

export const searchNumberRefused = (fault: IdentifierFault): Failure =>
  invalid(at('/id_no', `household.${fault}`, IDENTIFIER_FAULTS[fault]));
