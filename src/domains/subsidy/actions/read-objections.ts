import type { Tx } from '../../../platform/db.ts';
import { listObjections, type ObjectionSubject } from '../../notice/index.ts';

const SUBJECT: ObjectionSubject = {
  kinds: ['subsidy_batch'],
  joins: `join subsidy_batch b on b.id = n.subject_id join loan l on l.id = o.subject_ref::bigint
    join household_member m on m.id = l.borrower_id`,
  columns: 'b.id as batch_id, b.batch_no, l.id as loan_id, l.contract_no, m.name as borrower_name',
};

export const readObjections = (tx: Tx, query: Parameters<typeof listObjections>[2]) =>
  listObjections(tx, SUBJECT, query);
