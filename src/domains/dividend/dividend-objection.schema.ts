import { z } from 'zod';
import { digits, id, line } from '../../platform/http/shapes.ts';
import * as notice from '../notice/index.ts';
import { PAYOUT_STATES } from './core/payout-row.ts';

export const idParams = z.strictObject({ id: id() });
export const objectionBody = notice.objectionBody.extend({ line_id: id() });
export const { objectionReply, objectionQuery } = notice;
export const objectionPage = notice.objectionPage({
  payout_id: digits,
  payout_no: z.string(),
  line_no: z.number(),
  household_id: digits,
  household_no: z.string(),
  head_name: z.string(),
});
export const objectionDecisionBody = notice.objectionDecisionBody;
export const objectionDecisionReply = notice.objectionDecisionReply.extend({
  payout_state: z.enum(PAYOUT_STATES),
});
export const releaseBody = z.strictObject({ reason: line(200, 4) });
export const releaseReply = z.object({ id: digits, state: z.enum(['released']) });
