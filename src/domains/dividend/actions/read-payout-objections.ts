import type { Tx } from '../../../platform/db.ts';
import { listObjections, type ObjectionSubject } from '../../notice/index.ts';

const SUBJECT: ObjectionSubject = {
  kinds: ['dividend_payout'],
  joins: `join dividend_payout p on p.id = n.subject_id
    join dividend_payout_line d on d.id = o.subject_ref::bigint join household h on h.id = d.household_id`,
  columns: `p.id as payout_id, p.payout_no, d.line_no, h.id as household_id, h.household_no, h.head_name`,
};

export const readObjections = (tx: Tx, query: Parameters<typeof listObjections>[2]) =>
  listObjections(tx, SUBJECT, query);
