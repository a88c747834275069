import { createHash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import type { PlainDate } from '../src/kernel/date.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { startChild } from './processes.ts';
import { setBusinessDay } from './settle-quarter.ts';

/** One batch and the tokens of the three who take it to its money. */
interface Case {
  readonly batch: string;
  readonly officer: string;
  readonly office: string;
  readonly approver: string;
}

const COUNTIES_AT_ONCE = 4;

/**
 * Takes every drafted batch of a quarter to reserved money through the API: the bank claims, the county
 * office reviews and posts, finance approves. Answers the seconds of all requests together; the days of
 * publicity pass between them.
 */
export async function reserveQuarter(
  runtime: Runtime,
  client: pg.Client,
  settled: PlainDate,
): Promise<number> {
  const cases = await seatEverybody(client, settled);
  await client.query(GRANTS, [settled]);
  const api = await startChild(runtime, 'api-child');
  const url = `${api.greeting as string}/api/v1/subsidy-batches`;
  const started = performance.now();
  await inParallel(cases, async (one) => {
    const lines_hash = await hashShown(`${url}/${one.batch}`, one.officer);
    await post(`${url}/${one.batch}/submissions`, one.officer, { lines_hash });
    await post(`${url}/${one.batch}/reviews`, one.office, { lines_hash });
    await post(`${url}/${one.batch}/notices`, one.office, { lines_hash });
  });
  const posted = performance.now();
  const { rows } = await client.query<{ free_on: PlainDate }>(
    `select max(free_on)::text as free_on from notice where state = 'posted'`,
  );
  if (rows[0]) await setBusinessDay(client, rows[0].free_on);
  const freed = performance.now();
  await inParallel(cases, async (one) => {
    const lines_hash = await hashShown(`${url}/${one.batch}`, one.approver);
    await post(`${url}/${one.batch}/approvals`, one.approver, { lines_hash });
  });
  const seconds = (posted - started + performance.now() - freed) / 1000;
  api.child.disconnect();
  await expectReserved(client);
  // the lists for the notice boards are printed by other jobs, which have a benchmark of their own
  await client.query('update outbox_event set relayed_at = clock_timestamp() where relayed_at is null');
  return seconds;
}

/**
 * The bank pays the whole quarter: the batches become history. Not timed; claims have their own benchmark.
 */
export async function payQuarter(client: pg.Client): Promise<void> {
  await client.query(`update subsidy_batch set state = 'instructed' where state = 'approved'`);
  await client.query(
    `update subsidy_batch set state = 'paid', paid_count = payable_count, paid_fen = subsidy_fen
     where state = 'instructed'`,
  );
  await client.query(
    `update subsidy_budget set spent_fen = spent_fen + reserved_fen, reserved_fen = 0 where reserved_fen > 0`,
  );
}

/** Every reservation stands in its county's budget to the fen. */
async function expectReserved(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ claimed: string; reserved: string }>(
    `select (select sum(subsidy_fen)::text from subsidy_batch where state = 'approved' and funding = 'reserved') as claimed,
       (select sum(reserved_fen)::text from subsidy_budget) as reserved`,
  );
  if (rows[0]?.claimed !== rows[0]?.reserved)
    throw new Error(`claimed ${rows[0]?.claimed}, reserved ${rows[0]?.reserved}`);
}

/** An officer for each bank, an office and an approver for each county, all of them logged in. */
async function seatEverybody(client: pg.Client, settled: PlainDate): Promise<Case[]> {
  const { rows } = await client.query<{ id: string; county: string; bank: string }>(
    `select id::text, county_code as county, bank_id::text as bank from subsidy_batch
     where period_to = $1 and state = 'drafted' order by county_code, id`,
    [settled],
  );
  const seats = new Map<string, Promise<string>>();
  const seat = (role: string, county: string, bank: string | null): Promise<string> => {
    const name = `${role}.${bank ?? county}`;
    const known = seats.get(name) ?? logIn(client, { name, role, county, bank });
    seats.set(name, known);
    return known;
  };
  const cases: Case[] = [];
  for (const { id, county, bank } of rows) {
    cases.push({
      batch: id,
      officer: await seat('bank_officer', county, bank),
      office: await seat('county_office', county, null),
      approver: await seat('finance_approver', county, null),
    });
  }
  return cases;
}

interface Seat {
  readonly name: string;
  readonly role: string;
  readonly county: string;
  readonly bank: string | null;
}

/**
 * Seats a person with an open session, as logging in would; the sessions of the quarter before have ended.
 */
async function logIn(client: pg.Client, { name, role, county, bank }: Seat): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const scope = { level: 'county', code: county, ...(bank ? { bank_id: bank } : {}) };
  await client.query(
    `with human as (
       insert into person (name, id_no_index) values ($1, $1)
       on conflict (id_no_index) do update set name = excluded.name returning id
     ), seat as (
       insert into account (person_id, username, password_hash, role, organisation_id, scope)
       select id, $1, 'none', $2, coalesce($3::bigint, (select min(id) from organisation)), $4 from human
       on conflict (username) do update set state = 'active' returning id
     )
     insert into session (token_hash, account_id, expires_at) select $5, id, now() + interval '8 hours' from seat`,
    [name, role, bank, scope, createHash('sha256').update(token).digest('hex')],
  );
  return token;
}

const GRANTS = `
  insert into subsidy_budget (programme_code, county_code, fiscal_year, granted_fen)
  select distinct 'P1', county_code, year, 100000000000000 from subsidy_batch,
    generate_series(extract(year from $1::date)::int, extract(year from $1::date)::int + 1) year
  on conflict (programme_code, county_code, fiscal_year) do nothing`;

async function inParallel(cases: readonly Case[], work: (one: Case) => Promise<void>): Promise<void> {
  const waiting = [...cases];
  const clerk = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: COUNTIES_AT_ONCE }, clerk));
}

async function hashShown(url: string, token: string): Promise<string> {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const batch = (await reply.json()) as { lines_hash: string };
  if (!reply.ok) throw new Error(`${url} answered ${JSON.stringify(batch)}`);
  return batch.lines_hash;
}

async function post(url: string, token: string, body: object): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': randomBytes(12).toString('hex'),
    },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url} answered ${await reply.text()}`);
}
