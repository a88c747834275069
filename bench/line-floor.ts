import { performance } from 'node:perf_hooks';
import type pg from 'pg';

/** Seconds one INSERT … SELECT takes to write the present lines under the same constraints and indexes. */
export async function lineFloorSeconds(client: pg.Client): Promise<number> {
  await client.query(`
    create unlogged table source_line as select * from subsidy_line;
    create table floor_line (like subsidy_line including all);
    alter table floor_line
      add foreign key (loan_id, previous_to) references floor_line (loan_id, period_to) on update cascade,
      add foreign key (batch_id, county_code, bank_id) references subsidy_batch (id, county_code, bank_id),
      add foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
      add foreign key (terms_id) references programme_terms;
    analyze source_line`);
  await client.query('checkpoint');
  const started = performance.now();
  await client.query('insert into floor_line select * from source_line');
  const seconds = (performance.now() - started) / 1000;
  await client.query('drop table floor_line, source_line');
  return seconds;
}
