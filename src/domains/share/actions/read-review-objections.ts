import type { Tx } from '../../../platform/db.ts';
import { listObjections, type ObjectionSubject } from '../../notice/index.ts';

const SUBJECT: ObjectionSubject = {
  kinds: ['share_review'],
  joins: `join share_review r on r.id = n.subject_id join share_issue i on i.id = r.issue_id
    join household h on h.id = o.subject_ref::bigint`,
  columns: `r.id as review_id, r.year, i.id as issue_id, i.issue_no, h.id as household_id, h.household_no,
    h.head_name`,
};

export const readObjections = (tx: Tx, query: Parameters<typeof listObjections>[2]) =>
  listObjections(tx, SUBJECT, query);
