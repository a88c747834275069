import type { BookRule } from './core/invariants.ts';

/** Holdings of an issue at the end of every day on which a lot begins. */
const DAYS = `select i.id, i.total_units, d.day from share_issue i
  cross join lateral (select distinct l.from_on as day from share_lot l where l.issue_id = i.id) d`;

const lotsAreIssue: BookRule = {
  id: '21',
  checked: 'select count(*) from share_lot',
  broken: [
    `select 'share issue ' || d.id || ' on ' || d.day from (${DAYS}) d
     where d.total_units <> (select coalesce(sum(h.units), 0) from share_holdings_on(d.id, d.day) h)`,
    `select 'share issue ' || i.id || ' is not its money' from share_issue i
     where i.total_fen * (10 ^ i.share_places)::bigint <> i.par_fen * i.total_units
       or (i.state = 'registered') <> exists (select from share_lot l where l.issue_id = i.id)`,
    `select 'share lot ' || l.id from share_lot l left join share_lot b on b.id = l.replaces_id
     where (l.seq = 1) <> (b.id is null)
       or (b.id is not null and (b.issue_id, b.holder_key, b.share_class, b.seq + 1)
         <> (l.issue_id, l.holder_key, l.share_class, l.seq))
       or b.from_on > l.from_on`,
    `select 'certificate of share lots ' || string_agg(id::text, ', ' order by id) from share_lot
     where certificate_no is not null group by county_code, certificate_no having count(*) > 1`,
  ],
};

const lotsAreDecided: BookRule = {
  id: '21',
  checked: 'select count(*) from share_review',
  broken: [
    `select 'share lot ' || l.id || ' is not what was decided' from share_lot l
     left join share_allotment a on a.id = l.allotment_id and a.state = 'confirmed'
     left join share_allotment_line al on al.allotment_id = a.id and al.household_id = l.household_id
     left join share_review r on r.id = l.review_id and r.state = 'filed'
     left join share_review_line rl on rl.review_id = r.id and rl.holder_key = l.holder_key and rl.share_class = l.share_class
     where l.units is distinct from
       coalesce(rl.units_after, al.units, case when l.household_id is null then a.village_units end)`,
    `select 'share review ' || r.id from share_review r join share_issue i on i.id = r.issue_id
     where (select (coalesce(sum(l.units_before), 0), coalesce(sum(l.units_after), 0)) from share_review_line l
       where l.review_id = r.id) is distinct from (i.total_units::numeric, i.total_units::numeric)`,
    `select 'share review ' || r.id || ' lacks a hand' from share_review r where r.state = 'filed'
       and (select count(distinct (s.step, s.person_id)) <> 5 or count(distinct s.person_id) <> 5
            from share_review_step s where s.review_id = r.id)`,
    `select 'share allotment ' || a.id || ' was confirmed by who made it' from share_allotment a
     where a.decided_by in (a.allotted_by, a.issue_entered_by)`,
  ],
};

const recordsAreRegister: BookRule = {
  id: '21',
  checked: 'select count(*) from share_record',
  broken: [
    `select 'share record ' || r.issue_id || '/' || r.dividend_year from share_record r where exists (
       (select h.household_id, h.share_class, h.units from share_holdings_on(r.issue_id, r.record_on) h
        except select f.household_id, f.share_class, f.units from share_record_holder f
        where (f.issue_id, f.dividend_year) = (r.issue_id, r.dividend_year))
       union all
       (select f.household_id, f.share_class, f.units from share_record_holder f
        where (f.issue_id, f.dividend_year) = (r.issue_id, r.dividend_year)
        except select h.household_id, h.share_class, h.units from share_holdings_on(r.issue_id, r.record_on) h))`,
  ],
};

const dividendsAreHolders: BookRule = {
  id: '20',
  checked: 'select count(*) from share_dividend_line',
  broken: [
    `select 'share dividend ' || d.id from share_dividend d
     where (select (count(*), coalesce(sum(l.floor_fen), 0), coalesce(sum(l.participating_fen), 0), coalesce(sum(l.due_fen), 0))
       from share_dividend_line l where l.dividend_id = d.id)
       is distinct from (d.line_count::bigint, d.floor_fen::numeric, d.participating_fen::numeric, d.due_fen::numeric)
       or d.decided_by = d.declared_by`,
    `select 'share dividend ' || l.dividend_id || ' pays other shares than were frozen' from share_dividend_line l
     left join share_record_holder h on (h.issue_id, h.dividend_year, h.holder_key, h.share_class)
       = (l.issue_id, l.dividend_year, l.holder_key, l.share_class)
     where h.units is distinct from l.units`,
    // the floor again from par, units and the terms of the year, rounded once
    `select 'share dividend ' || l.dividend_id || ' is not its floor' from share_dividend_line l
     join share_dividend d on d.id = l.dividend_id join share_issue i on i.id = l.issue_id
     join share_terms t on t.id = d.terms_id
     where l.floor_fen <> case when l.share_class = 'preferred' then round(l.units::numeric * i.par_fen
       * coalesce(t.preferred_percent, 0) / (1000000 * 10::numeric ^ i.share_places)) else 0 end`,
  ],
};

export const shareInvariants: readonly BookRule[] = [
  lotsAreIssue,
  lotsAreDecided,
  recordsAreRegister,
  dividendsAreHolders,
];
