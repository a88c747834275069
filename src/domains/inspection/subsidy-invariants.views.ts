import type { BookRule } from './core/invariants.ts';

const oncePerDay: BookRule = {
  id: '5',
  checked: 'select count(*) from subsidy_line',
  broken: [
    `select 'loan ' || loan_id || ' line to ' || period_to from (
       select loan_id, period_from, period_to, previous_to,
         lag(period_to) over (partition by loan_id order by period_to) as before
       from subsidy_line) chain
     where previous_to is distinct from before or period_from < before or period_from >= period_to`,
    `select 'batch ' || a.batch_id || ' adjusts loan ' || a.loan_id || ' line to ' || a.period_to from subsidy_adjustment a
     left join subsidy_line s on s.loan_id = a.loan_id and s.period_to = a.period_to
     left join subsidy_batch b on b.id = s.batch_id
     where b.state is null or b.state not in ('instructed', 'paid') or b.id = a.batch_id`,
  ],
};

const objected: BookRule = {
  id: '6',
  checked: `select count(*) from subsidy_line where excluded = 'objection'`,
  broken: [
    `select 'loan ' || s.loan_id || ' line to ' || s.period_to from subsidy_line s where s.excluded = 'objection'
       and not exists (select from notice n join objection o on o.notice_id = n.id
         where n.subject_kind = 'subsidy_batch' and n.subject_id = s.batch_id and o.subject_ref = s.loan_id::text
           and o.state = 'upheld')`,
  ],
};

const headers: BookRule = {
  id: '9',
  checked: `select count(*) from subsidy_batch where state <> 'accruing'`,
  broken: [
    `select 'batch ' || b.id from subsidy_batch b left join (
       select batch_id, count(*) as lines, count(*) filter (where subsidy_fen > offset_fen + cut_fen) as payable,
         sum(interest_fen) as interest, sum(subsidy_fen - cut_fen) as subsidy
       from subsidy_line group by batch_id) t on t.batch_id = b.id
     left join (
       select batch_id, count(*) as lines, sum(amount_fen) filter (where excluded is null) as adjusted,
         count(*) filter (where excluded is null and amount_fen > offset_fen) as payable
       from subsidy_adjustment group by batch_id) a on a.batch_id = b.id
     where b.state <> 'accruing' and (b.line_count, b.adjustment_count, b.payable_count, b.interest_fen, b.adjusted_fen,
         b.subsidy_fen) is distinct from (coalesce(t.lines, 0), coalesce(a.lines, 0),
         coalesce(t.payable, 0) + coalesce(a.payable, 0), coalesce(t.interest, 0), coalesce(a.adjusted, 0),
         coalesce(t.subsidy, 0) + coalesce(a.adjusted, 0))`,
    `select 'batch ' || batch_id || ' household ' || household_id from (
       select batch_id, household_id, least(amount_fen, 0) + offset_fen as rest from subsidy_adjustment
       union all
       select s.batch_id, l.household_id, s.offset_fen from subsidy_line s join loan l on l.id = s.loan_id
       where s.offset_fen > 0) kept
     group by batch_id, household_id having sum(rest) <> 0`,
  ],
};

// An upheld objection changes the list between review and approval: only the latest decision must name it.
const boundHashes: BookRule = {
  id: '10',
  checked: `select count(*) from subsidy_batch where state in ('submitted', 'reviewed', 'approved', 'instructed', 'paid')`,
  broken: [
    `select 'batch ' || b.id || ' ' || d.act from subsidy_batch b
     join subsidy_decision d on d.batch_id = b.id and d.round = b.round
     where d.lines_hash <> b.lines_hash and case b.state when 'submitted' then d.act = 'submit'
       when 'reviewed' then d.act = 'review' when 'approved' then d.act = 'approve'
       when 'instructed' then d.act in ('approve', 'instruct') when 'paid' then d.act in ('approve', 'instruct') end`,
  ],
};

const distinctPersons: BookRule = {
  id: '11',
  checked: `select (select count(*) from subsidy_decision) + (select count(*) from loan where approved_by is not null)
    + (select count(*) from roster where approved_by is not null)
    + (select count(*) from household_status_review) + (select count(*) from objection where decided_by is not null)`,
  broken: [
    `select 'batch ' || batch_id || ' round ' || round from subsidy_decision
     group by batch_id, round, person_id having count(*) > 1`,
    `select 'decision ' || d.id from subsidy_decision d join account a on a.id = d.account_id
     where a.person_id <> d.person_id`,
    `select 'order ' || o.id from payment_order o join subsidy_batch b on b.id = o.subject_id
     join subsidy_decision d on d.batch_id = b.id and d.round = b.round and d.person_id = o.instructed_by
     where o.subject_kind = 'subsidy_batch' and d.act <> 'instruct'`,
    `select 'payment line ' || n.id from payment_line n join payment_line r on r.id = n.replaces_id
     join payment_order o on o.id = n.order_id where r.corrected_by = o.instructed_by`,
    `select 'loan ' || id from loan where approved_by = registered_by`,
    `select 'roster ' || id from roster where approved_by = proposed_by`,
    `select 'status ' || r.status_id from household_status_review r join household_status s on s.id = r.status_id
     where r.reviewed_by in (r.entered_by, s.entered_by)`,
    `select 'objection ' || id from objection where decided_by = recorded_by`,
    `select 'clawback ' || id from subsidy_clawback where decided_by = proposed_by`,
  ],
};

const entitledDeciders: BookRule = {
  id: '12',
  checked: 'select count(*) from subsidy_decision',
  broken: [
    `select 'decision ' || d.id from subsidy_decision d join organisation o on o.id = d.organisation_id
     where o.county_code <> d.county_code`,
    `select 'decision ' || d.id from subsidy_decision d join account a on a.id = d.account_id
     where a.created_at > d.decided_at`,
  ],
};

const stepsInOrder: BookRule = {
  id: '13',
  checked: 'select count(*) from (select distinct batch_id, round from subsidy_decision) rounds',
  broken: [
    `select 'decision ' || id from (
       select id, step, act, sub_step, lag(sub_step) over rounds as sub_before, lag(step) over rounds as before, lag(act) over rounds as act_before,
         decided_on, lag(decided_on) over rounds as day_before
       from subsidy_decision window rounds as (partition by batch_id, round order by id)) d
     where step is distinct from array_position(array['submit', 'review', 'approve', 'instruct', 'return'], act) - 1
       or step < before or (step = before and sub_step <> sub_before + 1) or (step is distinct from before and sub_step <> 1)
       or act_before = 'return' or (before is null and step <> 0)
       or decided_on < day_before`,
    `select 'batch ' || b.id from subsidy_batch b
     join (values ('submitted', 1), ('reviewed', 2), ('noticed', 2), ('approved', 3), ('instructed', 4), ('paid', 4))
       as need (state, steps) on need.state = b.state
     where (select count(distinct d.step) from subsidy_decision d where d.batch_id = b.id and d.round = b.round and d.step < need.steps)
       <> need.steps`,
    `select 'batch ' || b.id || ' was never posted' from subsidy_batch b
     where b.state in ('approved', 'instructed', 'paid') and not exists (select from notice n
       where n.subject_kind = 'subsidy_batch' and n.subject_id = b.id and n.round = b.round and n.state = 'completed')`,
    `select 'decision ' || d.id || ' before the notice of ' || n.level || ' ended' from subsidy_decision d
     join notice n on n.subject_kind = 'subsidy_batch' and n.subject_id = d.batch_id and n.round = d.round
     where d.act = 'approve' and n.state = 'completed' and d.decided_on < n.free_on`,
  ],
};

export const subsidyInvariants: readonly BookRule[] = [
  oncePerDay,
  objected,
  headers,
  boundHashes,
  distinctPersons,
  entitledDeciders,
  stepsInOrder,
];
