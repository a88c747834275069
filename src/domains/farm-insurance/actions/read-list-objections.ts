import type { Tx } from '../../../platform/db.ts';
import { listObjections, type ObjectionSubject } from '../../notice/index.ts';

const SUBJECT: ObjectionSubject = {
  kinds: ['insurance_policy', 'insurance_payout', 'insurance_subsidy_claim'],
  joins: `join lateral (
      select p.policy_no as subject_no, p.insurer_id from insurance_policy p
        where n.subject_kind = 'insurance_policy' and p.id = n.subject_id
      union all select y.list_no, y.insurer_id from insurance_payout y
        where n.subject_kind = 'insurance_payout' and y.id = n.subject_id
      union all select c.claim_no, c.insurer_id from insurance_subsidy_claim c
        where n.subject_kind = 'insurance_subsidy_claim' and c.id = n.subject_id
    ) s on true join organisation g on g.id = s.insurer_id`,
  columns: 'n.subject_kind, n.subject_id, s.subject_no, s.insurer_id, g.name as insurer_name',
};

export const readObjections = (tx: Tx, query: Parameters<typeof listObjections>[2]) =>
  listObjections(tx, SUBJECT, query);
