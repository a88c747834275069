import type { PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import {
  checkBankAccount,
  checkResidentId,
  IDENTIFIER_FAULTS,
  type AccountType,
  type IdentifierFault,
  type IdentifierWarning,
  type ResidentIdFacts,
} from '../../../kernel/identifiers.ts';
import type { Relation } from './household-terms.ts';

export interface GivenMember {
  readonly name: string;
  readonly id_no: string;
  readonly relation: Relation;
}

/** A member whose number has passed the checks; `idNo` is normalised. */
export interface CheckedMember extends ResidentIdFacts {
  readonly name: string;
  readonly idNo: string;
  readonly relation: Relation;
}

export interface MemberCheck {
  readonly members: readonly CheckedMember[];
  readonly errors: readonly FieldError[];
  readonly warnings: readonly IdentifierWarning[];
}

const refuse = (pointer: string, fault: IdentifierFault): FieldError => ({
  pointer,
  code: `household.${fault}`,
  detail: IDENTIFIER_FAULTS[fault],
});

/** One person's number by GB 11643; the error never repeats it. */
export function checkMember(given: GivenMember, today: PlainDate, pointer: string): MemberCheck {
  const check = checkResidentId(given.id_no, today);
  if (check.facts === null) {
    return {
      members: [],
      errors: [refuse(`${pointer}/id_no`, check.fault ?? 'resident-id-shape')],
      warnings: [],
    };
  }
  const member = { ...check.facts, name: given.name, idNo: check.normalised, relation: given.relation };
  return { members: [member], errors: [], warnings: check.warnings };
}

/** All members of a household: every number valid and only once, exactly one head. */
export function checkMembers(given: readonly GivenMember[], today: PlainDate): MemberCheck {
  const checks = given.map((member, position) => checkMember(member, today, `/members/${position}`));
  const members = checks.flatMap((check) => check.members);
  const errors = checks.flatMap((check) => check.errors);
  const heads = given.filter((member) => member.relation === 'householder').length;
  if (heads !== 1) {
    errors.push({ pointer: '/members', code: 'household.one-head', detail: '每户须有且只有一名户主。' });
  }
  if (new Set(members.map((member) => member.idNo)).size < members.length) {
    errors.push({
      pointer: '/members',
      code: 'household.member-twice',
      detail: '同一身份证号在这户填写了两次。',
    });
  }
  return { members, errors, warnings: checks.flatMap((check) => check.warnings) };
}

export interface GivenCard {
  readonly account_no: string;
  readonly account_type?: AccountType | undefined;
  readonly account_name: string;
  readonly bank_name: string;
}

export interface CheckedCard {
  readonly accountNo: string;
  readonly accountName: string;
  readonly bankName: string;
  readonly warnings: readonly IdentifierWarning[];
}

/** A household's card (一卡通): the number by its kind, the holder one of the members. */
export function checkCard(
  given: GivenCard,
  memberNames: readonly string[],
  pointer: string,
): { readonly card: CheckedCard | null; readonly errors: readonly FieldError[] } {
  const check = checkBankAccount(given.account_no, given.account_type);
  const errors: FieldError[] = [];
  if (check.fault !== null) errors.push(refuse(`${pointer}/account_no`, check.fault));
  if (!memberNames.includes(given.account_name)) {
    errors.push({
      pointer: `${pointer}/account_name`,
      code: 'household.card-holder',
      detail: '户名须与这户一名在册成员的姓名一致。',
    });
  }
  if (errors.length > 0) return { card: null, errors };
  const { account_name: accountName, bank_name: bankName } = given;
  return { card: { accountNo: check.normalised, accountName, bankName, warnings: check.warnings }, errors };
}
