import { performance } from 'node:perf_hooks';
import type pg from 'pg';

/**
 * The rows one year of a cooperative writes, by one bare statement each into tables of the same columns,
 * constraints, indexes and foreign keys: report, figures, allotments, list, payments, entries, answers. No
 * triggers, no policies, no sealing, no files.
 */
export async function yearFloor(client: pg.Client): Promise<number> {
  await client.query(PREPARE);
  await client.query('checkpoint');
  const started = performance.now();
  await client.query('begin');
  for (const statement of STATEMENTS) await client.query(statement);
  await client.query('commit');
  return (performance.now() - started) / 1000;
}

const PREPARE = `
  create table source_payment as select p.* from payment_line p where p.subject_kind = 'dividend_payout_line';
  create table sent_payment as select (jsonb_populate_record(p,
    '{"state": "sent", "bank_serial": null, "answered_on": null, "receipt_id": null}')).* from source_payment p;
  create table pending_line as select (jsonb_populate_record(l, '{"state": "pending", "paid_on": null}')).*
    from dividend_payout_line l;
  create table source_entry as select e.* from journal_entry e
    where e.subject_kind = 'payment_line' and e.subject_id in (select id from source_payment);
  create table source_posting as select p.* from posting p where p.entry_id in (select id from source_entry);
  create table floor_due (like dividend_due including all);
  insert into floor_due overriding system value
    select (jsonb_populate_record(d, '{"received_fen": 0, "in_time_fen": 0, "paid_fen": 0, "report_id": null, "profit_fen": null,
      "state": "upcoming", "missed_on": null}')).* from dividend_due d where d.kind = 'agreement';
  create table floor_report_line (like dividend_report_line including all);
  create table floor_allotment (like dividend_allotment including all);
  create table floor_list_line (like dividend_payout_line including all);
  create table floor_payment (like payment_line including all);
  create table floor_entry (like journal_entry including all);
  create table floor_posting (like posting including all);
  alter table floor_report_line add foreign key (report_id, county_code, enterprise_id)
      references dividend_report (id, county_code, enterprise_id),
    add foreign key (due_id, county_code, enterprise_id) references floor_due (id, county_code, enterprise_id);
  alter table floor_allotment add foreign key (receipt_id, county_code, enterprise_id)
      references dividend_receipt (id, county_code, enterprise_id),
    add foreign key (due_id, county_code, enterprise_id) references floor_due (id, county_code, enterprise_id);
  alter table floor_list_line add foreign key (payout_id, county_code, enterprise_id, bank_id)
      references dividend_payout (id, county_code, enterprise_id, bank_id),
    add foreign key (allotment_id, due_id) references floor_allotment (id, due_id);
  alter table floor_payment add foreign key (order_id, county_code, bank_id)
    references payment_order (id, county_code, bank_id), add foreign key (receipt_id) references payment_receipt;
  alter table floor_entry add foreign key (resolves_id) references floor_entry;
  alter table floor_posting add foreign key (entry_id) references floor_entry,
    add foreign key (account_id) references ledger_account;
  analyze floor_due, source_payment, sent_payment, pending_line, source_entry, source_posting`;

const STATEMENTS = [
  `insert into floor_report_line select * from dividend_report_line`,
  `update floor_due f set report_id = d.report_id, profit_fen = d.profit_fen, earlier_fen = d.earlier_fen,
     profit_share_fen = d.profit_share_fen, due_fen = d.due_fen, reinvested_fen = d.reinvested_fen, cash_fen = d.cash_fen
   from dividend_due d where d.id = f.id`,
  `insert into floor_allotment overriding system value select * from dividend_allotment`,
  `update floor_due f set received_fen = d.received_fen, in_time_fen = d.in_time_fen from dividend_due d where d.id = f.id`,
  `insert into floor_list_line overriding system value select * from pending_line`,
  `insert into floor_payment overriding system value select * from sent_payment`,
  `insert into floor_entry overriding system value select * from source_entry where phase = 'pending'`,
  `insert into floor_posting select p.* from source_posting p join source_entry e on e.id = p.entry_id
   where e.phase = 'pending'`,
  `update floor_payment f set state = p.state, bank_serial = p.bank_serial, answered_on = p.answered_on,
     receipt_id = p.receipt_id from source_payment p where p.id = f.id`,
  `insert into floor_entry overriding system value select * from source_entry where phase <> 'pending'`,
  `insert into floor_posting select p.* from source_posting p join source_entry e on e.id = p.entry_id
   where e.phase <> 'pending'`,
  `update floor_list_line f set state = l.state, paid_on = l.paid_on from dividend_payout_line l where l.id = f.id`,
  `update floor_due f set paid_fen = d.paid_fen from dividend_due d where d.id = f.id`,
];
