import type { PlainDate } from '../../../kernel/date.ts';
import { checkResidentId } from '../../../kernel/identifiers.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { CheckedMember } from './check-members.ts';
import type { HouseholdStatus, Relation } from './household-terms.ts';

/**
 * Householder and borrower of one row of a loan ledger; both numbers have passed the checks of the import.
 */
export interface LedgerHousehold {
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  readonly head_id_no: string;
  readonly member_count: number | null;
  readonly borrower_name: string;
  readonly borrower_id_no: string;
  readonly borrower_relation: Relation;
  /** 脱贫属性; null when the ledger leaves it open. */
  readonly status: HouseholdStatus | null;
  /**
   * Day from which the ledger's word is taken to hold, and on which the persons are taken to have belonged
   * to it.
   */
  readonly status_effective_on: PlainDate;
}

const MOST_MEMBERS = 30;

function checkedPerson(name: string, idNo: string, relation: Relation): CheckedMember {
  const check = checkResidentId(idNo);
  invariant(check.facts !== null, 'the import has checked the number');
  return { ...check.facts, name, idNo: check.normalised, relation };
}

/** The householder; and the borrower when that is another person. */
export function personsOf(row: LedgerHousehold): { head: CheckedMember; borrower: CheckedMember | null } {
  const head = checkedPerson(row.head_name, row.head_id_no, 'householder');
  const relation = row.borrower_relation === 'householder' ? 'other' : row.borrower_relation;
  const borrower = checkedPerson(row.borrower_name, row.borrower_id_no, relation);
  return { head, borrower: borrower.idNo === head.idNo ? null : borrower };
}

/** Persons in the household: what the ledger says, but not fewer than it names. */
export function memberCountOf(row: LedgerHousehold, named: number): number {
  return Math.min(Math.max(row.member_count ?? named, named), MOST_MEMBERS);
}
