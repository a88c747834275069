import type { FieldError } from '../../../kernel/failure.ts';

/** Why a household may not sign, as the database answers it. */
export const HOUSEHOLD_REFUSALS = [
  'not-registered',
  'struck-off',
  'moved-away',
  'not-eligible',
  'not-on-roster',
] as const;
export type HouseholdRefusal = (typeof HOUSEHOLD_REFUSALS)[number];

const DETAILS: Readonly<Record<HouseholdRefusal, string>> = {
  'not-registered': '该户没有经复核的建档立卡身份，不能签订协议。',
  'struck-off': '该户已被清退，不能签订协议；如有异议请到县办核实。',
  'moved-away': '该户户籍已迁出，不能签订协议。',
  'not-eligible': '该户现在的脱贫属性不在该笔贷款政策版本的适用对象之内，不能签订协议。',
  'not-on-roster': '该户不在承贷银行已批准的贷款名册中，不能签订协议；请先由县办申报并获批。',
};

/** The refusal as a reason beside others; nothing for a household that may sign. */
export const householdFaults = (refusal: HouseholdRefusal | null): FieldError[] =>
  refusal === null
    ? []
    : [{ pointer: '/household_id', code: `agreement.household-${refusal}`, detail: DETAILS[refusal] }];
