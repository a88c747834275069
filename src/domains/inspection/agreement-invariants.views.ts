import type { BookRule } from './core/invariants.ts';

const withinLoan: BookRule = {
  id: '21',
  checked: 'select count(*) from agreement',
  broken: [
    `select 'agreement ' || a.id from agreement a join loan l on l.id = a.loan_id
     where a.amount_fen > l.principal_fen or a.principal_fen <> l.principal_fen
       or a.floor_year_fen <> round(a.amount_fen * a.floor_percent / 1000000.0)`,
    `select 'agreement ' || a.id || ' has no paper of its own' from agreement a
     left join document d on d.id = a.document_id and d.subject_kind = 'agreement' and d.subject_id = a.id
     where d.id is null and (a.document_id is not null or a.state in ('issued', 'in_force'))`,
    `select 'agreement ' || a.id || ' is not signed by all' from agreement a where a.state = 'in_force'
       and (select count(distinct s.party) from agreement_signature s
            where s.agreement_id = a.id and s.signed_on <= a.in_force_on) <> 4`,
    `select 'loan ' || loan_id || ' stands in two agreements' from agreement where state <> 'cancelled'
     group by loan_id having count(*) > 1`,
    `select 'agreement ' || a.id || ' got back more than it placed' from agreement a
     join agreement_return r on r.agreement_id = a.id group by a.id having sum(r.amount_fen) > a.amount_fen
       or min(r.returned_on) <= max(a.arrived_on)`,
  ],
};

const papers: BookRule = {
  id: '27',
  checked: 'select count(*) from document',
  broken: [
    `select 'code of documents ' || string_agg(id::text, ', ' order by id) from document
     group by verification_code having count(*) > 1`,
    `select kind || ' of ' || subject_kind || ' ' || subject_id || ' is valid twice' from document
     where standing = 'valid' group by kind, subject_kind, subject_id having count(*) > 1`,
    `select 'document ' || d.id from document d left join stored_file f on f.sha256 = d.pdf_sha256
     where (d.state = 'rendered') <> (f.sha256 is not null)`,
    `select 'print job ' || j.id from print_job j left join stored_file f on f.sha256 = j.pdf_sha256
     where (j.state = 'printed') <> (f.sha256 is not null)`,
  ],
};

export const agreementInvariants: readonly BookRule[] = [withinLoan, papers];
