import { z } from 'zod';
import { digits, id, plainDate } from '../../platform/http/shapes.ts';
import { agreementReply, fieldErrors, idList, proposal } from './agreement.schema.ts';

const onShares = {
  share_issue_id: id<'share-issue'>(),
  /** The published version whose clauses on floor, sharing, days and cure hold. */
  terms_id: id<'terms'>(),
  /** The branch that keeps the fund account, if it signs; none: three parties. */
  bank_id: id<'organisation'>().optional(),
  arrived_on: plainDate().optional(),
  ...proposal,
};

export const shareDrawingBody = z.strictObject({ household_id: id<'household'>(), ...onShares });
export const shareDrawingsBody = z.strictObject({ household_ids: idList<'household'>(), ...onShares });

type Drawing = Omit<z.output<typeof shareDrawingBody>, 'household_id'>;

/** What the action takes: null for whatever the request leaves to shares and terms. */
export const shareProposalOf = (body: Drawing) => ({
  issueId: body.share_issue_id,
  termsId: body.terms_id,
  bankId: body.bank_id ?? null,
  amountFen: body.amount ?? null,
  termMonths: body.term_months ?? null,
  floorPercent: body.floor_percent ?? null,
  frequency: body.dividend_frequency ?? null,
  governmentId: body.government_id ?? null,
  arrivedOn: body.arrived_on ?? null,
  project: body.project,
  particulars: body.particulars,
});

export const shareDrawingsReply = z.object({
  drawn: z.array(agreementReply),
  refused: z.array(z.object({ household_id: digits, errors: fieldErrors })),
});
