import type { Tx } from '../../../platform/db.ts';
import { listObjections, type ObjectionSubject } from '../../notice/index.ts';

const SUBJECT: ObjectionSubject = {
  kinds: ['risk_fund_claim'],
  joins: `join risk_fund_claim c on c.id = n.subject_id join loan l on l.id = c.loan_id
    join household_member m on m.id = l.borrower_id`,
  columns: 'c.id as claim_id, c.claim_no, l.id as loan_id, l.contract_no, m.name as borrower_name',
};

export const readObjections = (tx: Tx, query: Parameters<typeof listObjections>[2]) =>
  listObjections(tx, SUBJECT, query);
