import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChance } from '../../src/cli/demo/invented-people.ts';
import { seedRegions } from '../../src/domains/organisation/index.ts';
import { seedReference } from '../../src/domains/programme/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { asSystem, COUNTY } from '../support/register-world.ts';

/** The long form of the promise: `IDEMPOTENCY_KEYS=2000`. */
const KEYS = Number(process.env['IDEMPOTENCY_KEYS'] ?? 200);
const SEED = 2016;
const MOST_SENDS = 10;
const CLIENTS = 4;
const IN_FLIGHT = 409;
const OTHER_INPUT = 422;

const database = useTestDatabase();
let test: TestApp;
let server: Server;
let token = '';

beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  await asSystem(test, seedReference);
  const organisationId = await enterOrganisation(database(), { countyCode: COUNTY, kind: 'finance_bureau' });
  const scope = { level: 'county', code: COUNTY } as const;
  await openAccount(test, {
    username: 'reviewer',
    role: 'finance_reviewer',
    organisationId,
    scope,
    human: 1,
  });
  token = await logIn(test, 'reviewer');
  server = createServer(test.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await test.close();
});

interface Heard {
  readonly status: number;
  readonly text: string;
}

const grant = (number: number, amount = '100.00') => ({
  ...{ programme_code: 'P1', county_code: COUNTY, fiscal_year: 2016 },
  ...{ document_no: `财指〔2016〕${number}号`, amount },
});

/** One send; null when its socket was cut before the answer came. */
async function send(number: number, body: object, cut: boolean): Promise<Heard | null> {
  const { port } = server.address() as AddressInfo;
  const cutter = new AbortController();
  if (cut) setTimeout(() => cutter.abort(), number % 12);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/subsidy-budget-grants`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        'idempotency-key': `storm-key-${number}`,
      },
      body: JSON.stringify(body),
      signal: cutter.signal,
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

/** Sends one key several times, the first half at once, some with the socket cut; answers what was heard. */
async function sendKey(number: number, chance = createChance(SEED + number)): Promise<Heard[]> {
  const times = chance.between(2, MOST_SENDS);
  const atOnce = Math.ceil(times / 2);
  const body = grant(number);
  const first = Array.from({ length: atOnce }, () => send(number, body, chance.next() < 0.2));
  const heard = await Promise.all(first);
  for (let sent = atOnce + 1; sent < times; sent += 1) {
    heard.push(await send(number, body, chance.next() < 0.2));
  }
  // the last send is the patient client's: while another is being answered it asks again
  let last = await send(number, body, false);
  while (last?.status === IN_FLIGHT) last = await send(number, body, false);
  heard.push(last);
  return heard.filter((one) => one !== null);
}

it(`${KEYS} keys sent up to ${MOST_SENDS} times have ${KEYS} effects, and every answer is the same`, async () => {
  const statuses = new Map<number, number>();
  const unlike: string[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let number = (next += 1); number <= KEYS; number = next += 1) {
      const heard = await sendKey(number);
      for (const { status } of heard) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const answers = new Set(heard.filter(({ status }) => status !== IN_FLIGHT).map(({ text }) => text));
      if (answers.size !== 1) unlike.push(`key ${number}: ${[...answers].join(' | ')}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  expect(unlike).toEqual([]);
  expect([...statuses.keys()].filter((status) => status !== 201 && status !== IN_FLIGHT)).toEqual([]);
  const effects = await inSession(database().ownerUrl, async (session) => {
    const { rows } = await session.query<{ effects: number; keys: number; fen: string }>(
      `select count(*)::int as effects, count(distinct once_key)::int as keys, sum(amount_fen)::text as fen
       from countersign`,
    );
    return rows[0];
  });
  expect(effects).toEqual({ effects: KEYS, keys: KEYS, fen: String(KEYS * 10_000) });
});

it('a key used for other content is refused and changes nothing', async () => {
  const answer = await send(1, grant(1, '200.00'), false);
  expect(answer?.status).toBe(OTHER_INPUT);
  expect(answer?.text).toContain('idempotency.other-input');
});
