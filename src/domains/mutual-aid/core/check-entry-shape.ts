import type { Failure } from '../../../kernel/failure.ts';
import { ENTRY_KINDS, type EntryKindName } from './entry-kinds.ts';
import { documentNeeded, memberNeeded, serialNeeded, staffOutside } from './loan-failures.ts';

const OF_A_MEMBER: readonly EntryKindName[] = ['contribution', 'base_share', 'dividend_paid'];
const BY_A_PAPER: readonly EntryKindName[] = [
  'grant',
  'gift',
  'grant_returned',
  'welfare_spent',
  'running_spent',
  'base_share',
  'pledge_placed',
  'pledge_returned',
];

export interface EntryShape {
  readonly kind: EntryKindName;
  readonly amount: bigint;
  readonly staff: bigint;
  readonly memberId: bigint | null;
  readonly bankSerial: string | null;
  readonly documentNo: string | null;
}

/** What an entry of a kind must and must not carry; null when it does. */
export function checkEntryShape(entry: EntryShape): Failure | null {
  if (ENTRY_KINDS[entry.kind].movesCash !== (entry.bankSerial !== null)) return serialNeeded();
  if (OF_A_MEMBER.includes(entry.kind) !== (entry.memberId !== null)) return memberNeeded();
  if (BY_A_PAPER.includes(entry.kind) && entry.documentNo === null) return documentNeeded();
  if (entry.staff > (entry.kind === 'running_spent' ? entry.amount : 0n)) return staffOutside();
  return null;
}
