import type { BookRule } from './core/invariants.ts';

/** A policy is its lines by its terms, split over the levels; nothing is insured twice at a time. */
const policiesWhole: BookRule = {
  id: '32',
  checked: `select (select count(*) from insurance_policy) + (select count(*) from insurance_policy_line)`,
  broken: [
    `select 'policy ' || p.id from insurance_policy p cross join lateral insurance_sums(p.id) s
     where (s.line_count, s.units, s.sum_insured_fen, s.premium_fen, s.parts) is distinct from (p.line_count::bigint, p.units,
       p.sum_insured_fen, p.premium_fen, array[p.central_fen, p.province_fen, p.city_fen, p.county_fen, p.household_fen])`,
    `select 'policy line ' || w.id from insurance_policy p cross join lateral insurance_wrong_lines(p.id) w (id)`,
    `select 'objects of policy line ' || w.id from insurance_policy p cross join lateral insurance_wrong_objects(p.id) w (id)`,
    `select 'object of line ' || a.line_id from insurance_object a join insurance_object b on b.county_code = a.county_code
       and b.kind = a.kind and b.object_no = a.object_no and b.id > a.id and b.covers && a.covers
     where a.live and b.live`,
  ],
};

/**
 * What households claimed and received is what was assessed by the terms, within the sum, on their own card.
 */
const claimsWhole: BookRule = {
  id: '32',
  checked: `select (select count(*) from insurance_loss) + (select count(*) from insurance_payout_line)`,
  broken: [
    `select 'policy line ' || l.id || ' claims' from insurance_policy_line l left join insurance_loss x on x.line_id = l.id
       and x.state in ('assessed', 'listed', 'received')
     group by l.id having l.claimed_fen <> coalesce(sum(x.assessed_fen), 0) or l.claimed_fen > insurance_most_cover(l.id)
       or l.received_fen <> coalesce(sum(x.assessed_fen) filter (where x.state = 'received'), 0)`,
    `select 'loss ' || x.id from insurance_loss x join insurance_policy p on p.id = x.policy_id join insurance_terms t on t.id = p.terms_id
     cross join lateral insurance_cover_on(x.line_id, x.happened_on) l
     where x.happened_on < p.covers_from or x.happened_on > p.covers_to or x.state <> 'refused' and x.reported_units > l.units
       or x.assessed_fen is not null and x.state <> 'refused' and (x.affected_units > l.units
         or x.assessed_fen > coalesce(insurance_indemnity(x.affected_units, x.loss_percent, x.stage, t), -1))`,
    `select 'claim line ' || y.id from insurance_payout_line y join insurance_loss x on x.id = y.loss_id
     where y.amount_fen <> x.assessed_fen or y.state = 'received' and (x.state <> 'received' or y.paid_index is distinct from y.account_index)`,
    `select 'claim list ' || p.id from insurance_payout p left join insurance_payout_line l on l.payout_id = p.id
     group by p.id having p.line_count <> count(l.id) or p.total_fen <> coalesce(sum(l.amount_fen), 0)`,
    `select 'account of claim line ' || y.id from insurance_payout_line y where exists (select from insurance_payout_line o
       where o.account_index = y.account_index and o.household_id <> y.household_id and o.state = 'received')`,
  ],
};

/**
 * A subsidy claim is its policies; each level's share was paid of that level's money, which was confirmed.
 */
const subsidiesWhole: BookRule = {
  id: '32',
  checked: `select (select count(*) from insurance_subsidy_claim) + (select count(*) from insurance_funding)`,
  broken: [
    `select 'subsidy claim ' || c.id from insurance_subsidy_claim c cross join lateral insurance_claim_sums(c.id) s
     where (s.policies, s.endorsements, s.premium, s.own, s.whole) is distinct from (c.policy_count::bigint, c.endorsement_count::bigint,
         c.premium_fen::numeric, c.household_fen::numeric, true)
       or c.total_fen <> (select sum(h.amount_fen) from insurance_subsidy_share h where h.claim_id = c.id)
       or c.paid_fen <> (select coalesce(sum(h.amount_fen), 0) from insurance_subsidy_share h where h.claim_id = c.id and h.state = 'paid')`,
    `select 'policy ' || policy_id || ' claimed twice' from insurance_subsidy_policy where live group by policy_id having count(*) > 1`,
    `select 'endorsement ' || endorsement_id || ' claimed twice' from insurance_subsidy_endorsement where live
     group by endorsement_id having count(*) > 1`,
    `select 'share ' || h.id from insurance_subsidy_share h where (h.state = 'paid') <> exists (select from payment_line l
       where l.subject_kind = 'insurance_subsidy_share' and l.subject_ref = h.id::text and l.state = 'paid' and l.amount_fen = h.amount_fen)`,
    `select a.code from ledger_account a where a.code like 'premium-money:%' and a.posted_fen <>
       (select coalesce(sum(f.amount_fen), 0) from insurance_funding f where f.state = 'confirmed'
         and f.county_code = a.county_code and f.level = split_part(a.code, ':', 2))
       - (select coalesce(sum(h.amount_fen), 0) from insurance_subsidy_share h where h.state = 'paid'
         and h.county_code = a.county_code and h.level = split_part(a.code, ':', 2))`,
    `select 'funding ' || f.id from insurance_funding f where (f.state = 'confirmed') <> exists (select from journal_entry e
       where e.act = 'farm-insurance.funded' and e.subject_kind = 'insurance_funding' and e.subject_id = f.id and e.phase = 'posted')`,
  ],
};

/** A proof is the sum of its lines, each line's own part once; nothing is claimed for without it. */
const ownPartsProved: BookRule = {
  id: '32',
  checked: `select count(*) from insurance_own_proof_line`,
  broken: [
    `select 'own proof ' || o.id from insurance_own_proof o left join insurance_own_proof_line x on x.proof_id = o.id
     group by o.id having o.amount_fen <> coalesce(sum(x.amount_fen), 0)
       or bool_or(x.live) is distinct from (o.state <> 'rejected') or bool_and(x.live) is distinct from (o.state <> 'rejected')`,
    `select 'own part of policy line ' || l.id from insurance_policy_line l join insurance_own_proof_line x on x.line_id = l.id and x.live
     cross join lateral (select count(*) as changes, coalesce(sum(greatest(-r.household_fen, 0)), 0) as less from insurance_endorsement_row r
       join insurance_endorsement e on e.id = r.endorsement_id and e.state = 'confirmed'
       where r.policy_id = l.policy_id and r.household_id = l.household_id) c
     group by l.id, c.changes, c.less having sum(x.amount_fen) > l.household_fen + c.less
       or c.changes = 0 and sum(x.amount_fen) <> l.household_fen`,
    `select 'serial ' || bank_serial from insurance_own_proof where state <> 'rejected' group by bank_id, bank_serial having count(*) > 1`,
    `select 'claimed policy ' || policy_id from insurance_subsidy_policy l where l.live and not l.before_proof
       and exists (select from insurance_unproved_claimed(l.policy_id))`,
  ],
};

/** An endorsement is what its rows and the terms make of it; what is confirmed fell before no loss. */
const endorsementsWhole: BookRule = {
  id: '32',
  checked: `select (select count(*) from insurance_endorsement) + (select count(*) from insurance_endorsement_row)`,
  broken: [
    `select 'endorsement ' || id || ' ' || insurance_endorsement_fault(id) from insurance_endorsement
     where state <> 'rejected' and insurance_endorsement_fault(id) is not null`,
    `select 'endorsements of policy ' || policy_id from insurance_endorsement where state = 'entered' group by policy_id having count(*) > 1`,
    `select 'claimed endorsement ' || l.endorsement_id from insurance_subsidy_endorsement l where l.live
       and exists (select from insurance_unproved_claimed(l.policy_id))`,
  ],
};

/** Who enters does not confirm, who decided before does not pay, who reported does not assess. */
const otherPersons: BookRule = {
  id: '11',
  checked: `select (select count(*) from insurance_policy) + (select count(*) from insurance_subsidy_decision)`,
  broken: [
    `select 'policy ' || id from insurance_policy where confirmed_by = entered_by`,
    `select 'funding ' || id from insurance_funding where decided_by = entered_by`,
    `select 'own proof ' || id from insurance_own_proof where decided_by = entered_by`,
    `select 'endorsement ' || id from insurance_endorsement where decided_by = entered_by`,
    `select 'loss ' || id from insurance_loss where assessed_by = reported_by`,
    `select 'claim list ' || id from insurance_payout where confirmed_by = drawn_by`,
    `select 'subsidy claim ' || claim_id from insurance_subsidy_decision group by claim_id, person_id having count(*) > 1`,
    `select 'order ' || o.id from payment_order o join insurance_subsidy_share h on o.subject_kind = 'insurance_subsidy_share'
       and h.id = o.subject_id join insurance_subsidy_decision d on d.claim_id = h.claim_id and d.person_id = o.instructed_by
     where d.act <> 'instruct'`,
  ],
};

export const insuranceInvariants: readonly BookRule[] = [
  policiesWhole,
  claimsWhole,
  endorsementsWhole,
  subsidiesWhole,
  ownPartsProved,
  otherPersons,
];
