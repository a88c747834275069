import type { PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
} from '../../../kernel/failure.ts';

const code = (name: string): string => `farm-insurance.${name}`;

export const sharesNotWhole = (pointer: string): Failure =>
  pointed(invalid, pointer, code('shares-not-whole'), '中央、省、市、县和农户的保费比例合计应为 100%。');

export const poorPayMore = (): Failure =>
  pointed(invalid, '/poor_shares', code('poor-pay-more'), '贫困户自缴比例不能高于其他农户，应减免或免缴。');

export const termsContradict = (pointer: string, detail: string): Failure =>
  pointed(invalid, pointer, code('terms-contradict'), detail);

export const termsOverlap = (): Failure =>
  pointed(conflict, '/effective_from', code('terms-overlap'), '该险种在这段时间已有保险方案，日期不能重叠。');

export const termsMissing = (on: PlainDate): Failure =>
  pointed(
    refused,
    '/product_code',
    code('no-terms'),
    `${on} 没有这个险种的保险方案；请先由财政部门发布，或核对险种和投保日期。`,
  );

export const villageUnknown = (): Failure =>
  pointed(refused, '/village_code', code('village-unknown'), '没有找到这个村的区划代码，或不是村级代码。');

export const insurerMissing = (): Failure =>
  forbidden({ code: code('not-an-insurer'), detail: '保单由状态良好的承保机构登记，请用承保机构账号办理。' });

export const policyMissing = (): Failure =>
  missing({ code: code('policy-not-found'), detail: '没有找到这份保单，或不在您的辖区内。' });

export const policyKnown = (): Failure =>
  pointed(conflict, '/policy_no', code('policy-known'), '这个保单号已登记，不能重复登记。');

export const policyDays = (): Failure =>
  pointed(
    refused,
    '/covers_from',
    code('policy-days'),
    '投保日期不能晚于登记日期和保险起期，保险止期不能早于起期，期限不超过两年。',
  );

export const oneHousehold = (): Failure =>
  pointed(invalid, '/lines', code('one-household'), '单户保单只列一户；多户请用集体投保的保单。');

export const householdUnknown = (line: number): Failure =>
  pointed(
    refused,
    `/lines/${line}/household_no`,
    code('household-unknown'),
    '没有这个户编号，或不是该村的在册户，请核对分户清单。',
  );

export const householdTwice = (line: number): Failure =>
  pointed(invalid, `/lines/${line}/household_no`, code('household-twice'), '同一户在分户清单中出现了两次。');

export const notOfVillage = (): Failure =>
  pointed(refused, '/lines', code('household-unknown'), '清单中有不属于该村的农户，请核对分户清单。');

/** Where a policy or an endorsement lists what is insured. */
export type ObjectList = 'objects' | 'added' | 'ended';

export const unitsUnreadable = (
  line: number,
  object: number,
  places: number,
  list: ObjectList = 'objects',
): Failure =>
  pointed(
    invalid,
    `/lines/${line}/${list}/${object}/units`,
    code('units-unreadable'),
    places === 0 ? '数量应为大于零的整数。' : `数量应大于零，最多 ${places} 位小数。`,
  );

export const oneAnimal = (line: number, object: number, list: ObjectList = 'objects'): Failure =>
  pointed(
    invalid,
    `/lines/${line}/${list}/${object}/units`,
    code('one-animal'),
    '一个耳标号只对应一头（只）牲畜。',
  );

export const objectTwice = (line: number, object: number, list: ObjectList = 'objects'): Failure =>
  pointed(
    invalid,
    `/lines/${line}/${list}/${object}${list === 'ended' ? '' : '/object_no'}`,
    code('object-twice'),
    '同一地块号或耳标号在清单中出现了两次。',
  );

export const insuredAlready = (objects: readonly string[] = []): Failure =>
  conflict({
    code: code('insured-already'),
    detail: '清单中有地块或牲畜在同一保险期间已经投保，不能重复投保；请核对地块号或耳标号。',
    ...(objects.length > 0 ? { facts: { object_nos: objects } } : {}),
  });

export const ownPartMissing = (): Failure =>
  pointed(
    refused,
    '/own_paid_on',
    code('own-part-missing'),
    '有农户自缴保费的保单，须填写自缴保费收讫日期和收据号；未收讫不得登记。',
  );

export const ownPartWaived = (): Failure =>
  pointed(
    invalid,
    '/own_paid_on',
    code('own-part-waived'),
    '这份保单没有农户自缴保费，不填收讫日期和收据号。',
  );

export const wrongState = (state: string, act: string): Failure =>
  conflict({
    code: code('wrong-state'),
    detail: `当前状态不能${act}，请刷新后再看。`,
    facts: { state },
  });

export const samePerson = (): Failure =>
  forbidden({ code: code('same-person'), detail: '登记或经办过的人不能再确认，请由另一人办理。' });

export const noticeMissing = (): Failure =>
  conflict({ code: code('not-posted'), detail: '没有正在进行的公示，不能登记异议。' });

export const objectionUnknown = (): Failure =>
  missing({ code: code('objection-not-found'), detail: '没有找到这条异议，或不在您的辖区内。' });

export const dateAhead = (pointer: string): Failure =>
  pointed(invalid, pointer, code('date-ahead'), '日期不能晚于今天。');
