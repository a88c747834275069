import { performance } from 'node:perf_hooks';
import type pg from 'pg';

/**
 * The rows one claim writes, by one bare statement each into tables of the same columns, constraints, indexes
 * and foreign keys: hash, days closed on the loans, payments, pending entries, answers, posted entries. No
 * triggers, no policies, no sealing, no files.
 */
export async function claimFloor(client: pg.Client, batch: string): Promise<number> {
  await client.query(PREPARE(batch));
  await client.query('checkpoint');
  const started = performance.now();
  await client.query('begin');
  await client.query('select subsidy_lines_hash($1)', [batch]);
  for (const statement of STATEMENTS) await client.query(statement);
  await client.query('commit');
  return (performance.now() - started) / 1000;
}

const PREPARE = (batch: string): string => `
  create table source_loan as select l.* from loan l
    where exists (select from subsidy_line s where s.batch_id = ${batch} and s.loan_id = l.id);
  create table source_line as select p.* from payment_line p join payment_order o on o.id = p.order_id
    where o.subject_kind = 'subsidy_batch' and o.subject_id = ${batch};
  create table sent_line as select (jsonb_populate_record(l,
    '{"state": "sent", "bank_serial": null, "answered_on": null, "receipt_id": null}')).* from source_line l;
  create table source_entry as select e.* from journal_entry e
    where e.subject_kind = 'payment_line' and e.subject_id in (select id from source_line);
  create table source_posting as select p.* from posting p where p.entry_id in (select id from source_entry);
  create table floor_loan (like loan including all);
  insert into floor_loan overriding system value select * from source_loan;
  create table floor_line (like payment_line including all);
  create table floor_entry (like journal_entry including all);
  create table floor_posting (like posting including all);
  alter table floor_line add foreign key (order_id, county_code, bank_id)
    references payment_order (id, county_code, bank_id), add foreign key (receipt_id) references payment_receipt;
  alter table floor_entry add foreign key (resolves_id) references floor_entry;
  alter table floor_posting add foreign key (entry_id) references floor_entry,
    add foreign key (account_id) references ledger_account;
  analyze floor_loan, source_line, sent_line, source_entry, source_posting`;

const STATEMENTS = [
  `update floor_loan set settled_through = '2016-09-21'`,
  `insert into floor_line overriding system value select * from sent_line`,
  `insert into floor_entry overriding system value select * from source_entry where phase = 'pending'`,
  `insert into floor_posting select p.* from source_posting p join source_entry e on e.id = p.entry_id
   where e.phase = 'pending'`,
  `update floor_line f set state = l.state, bank_serial = l.bank_serial, answered_on = l.answered_on,
     receipt_id = l.receipt_id from source_line l where l.id = f.id`,
  `insert into floor_entry overriding system value select * from source_entry where phase <> 'pending'`,
  `insert into floor_posting select p.* from source_posting p join source_entry e on e.id = p.entry_id
   where e.phase <> 'pending'`,
];
