import type { Failure } from '../../../kernel/failure.ts';
import { notVoted, voteOdd } from './year-failures.ts';

export interface Vote {
  readonly memberCount: number;
  readonly present: number;
  readonly yes: number;
  readonly against: number;
}

const WHOLE_UNITS = 1_000_000;

/**
 * Whether a members' vote carries: so much of the members present, and more than the level of those present
 * in favour; one member, one vote. Null when it does. Shares in units of 0.0001 %.
 */
export function voteFault(
  terms: { readonly quorum_percent: number; readonly yes_percent: number },
  vote: Vote,
  matter: string,
): Failure | null {
  if (vote.present > vote.memberCount || vote.yes + vote.against > vote.present) return voteOdd();
  const quorate = vote.present * WHOLE_UNITS >= terms.quorum_percent * vote.memberCount;
  const carried = vote.yes * WHOLE_UNITS > terms.yes_percent * vote.present;
  return quorate && carried ? null : notVoted(matter);
}
