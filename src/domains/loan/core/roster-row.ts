import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';

export type RosterId = Id<'roster'>;

export type RosterState = 'proposed' | 'approved' | 'withdrawn';

export interface RosterRow {
  readonly id: RosterId;
  readonly programme_code: string;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly roster_no: string;
  readonly state: RosterState;
  readonly proposed_by: bigint;
  readonly approved_by: bigint | null;
  readonly approved_on: PlainDate | null;
  /** How many households it holds. */
  readonly households: number;
}

export type NewRoster = Pick<
  RosterRow,
  'programme_code' | 'county_code' | 'bank_id' | 'roster_no' | 'proposed_by'
>;
