import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLedger } from '../../src/cli/demo/make-ledger.ts';
import { checkLoanImport, commitLoanImport, type ImportId } from '../../src/domains/loan/index.ts';
import { householdInterest } from '../../src/domains/subsidy/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { made } from '../support/ledgers.ts';
import {
  COUNTY,
  createLoanWorld,
  OTHER_COUNTY,
  type LoanWorld,
  type TestHousehold,
} from '../support/loan-world.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let folder: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database());
  folder = await mkdtemp(path.join(tmpdir(), 'sifang-flow-'));
  const office = await enterOffice('poverty_office', COUNTY);
  const people = [
    ['officer', 'bank_officer', world.bank, { bank_id: String(world.bank) }, 1],
    ['reviewer', 'bank_reviewer', world.bank, { bank_id: String(world.bank) }, 2],
    ['second-hat', 'bank_reviewer', world.bank, { bank_id: String(world.bank) }, 1], // the officer once more
    ['rival', 'bank_officer', world.secondBank, { bank_id: String(world.secondBank) }, 3],
    ['office', 'county_office', office, {}, 4],
    ['colleague', 'county_office', office, {}, 7],
    ['firm', 'enterprise_clerk', world.enterprise, { enterprise_id: String(world.enterprise) }, 6],
  ] as const;
  for (const [username, role, organisation, narrowed, human] of people) {
    await openAccount(test, {
      username,
      role,
      organisationId: String(organisation),
      scope: { level: 'county', code: COUNTY, ...narrowed },
      human,
    });
    tokens[username] = await logIn(test, username);
  }
  await openAccount(test, {
    username: 'province',
    role: 'province_supervisor',
    organisationId: await enterOffice('government', COUNTY),
    scope: { level: 'province', code: '62' },
    human: 5,
  });
  tokens['province'] = await logIn(test, 'province');
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

async function enterOffice(kind: string, county: string): Promise<string> {
  const rows = await world.sql<{ id: string }>(
    `insert into organisation (kind, name, region_id, county_code)
     select $1, '某单位', id, county_code from region where code = $2 returning id::text`,
    [kind, `${county}000000`],
  );
  return rows[0]!.id;
}

let keys = 0;
const post = (
  who: string,
  url: string,
  body: object | string = {},
  key = `loan-flow-${(keys += 1)}`,
): Promise<Response> =>
  Promise.resolve(
    request(test.app)
      .post(`/api/v1${url}`)
      .set('authorization', `Bearer ${tokens[who]}`)
      .set('idempotency-key', key)
      .set('content-type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body)),
  );
const get = (who: string, url: string): Promise<Response> =>
  Promise.resolve(request(test.app).get(`/api/v1${url}`).set('authorization', `Bearer ${tokens[who]}`));

interface Body {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly detail: string;
  readonly errors: readonly { pointer: string; code: string; detail: string }[];
}
const body = (reply: Response): Body => reply.body as Body;
/** Status, code and refused fields of a reply. */
const verdict = (reply: Response): unknown[] => [
  reply.status,
  body(reply).code,
  ...(body(reply).errors ?? []).map(({ pointer }) => pointer),
];

const application = (household: TestHousehold, changes: object = {}): Record<string, unknown> => ({
  household_id: String(household.id),
  borrower_id: String(household.borrower),
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  annual_percent: '4.75',
  purpose_code: 'breeding',
  purpose_text: '养牛',
  applied_on: '2016-01-04',
  ...changes,
});
const register = async (changes: object = {}): Promise<Response> =>
  post('officer', '/loans', application(await world.household(), changes));

describe('a loan over HTTP', () => {
  it('goes through four hands and answers in yuan', async () => {
    const registered = await register();
    expect(registered.status).toBe(201);
    expect(registered.body).toMatchObject({
      state: 'registered',
      principal: '50000.00',
      annual_percent: '4.75',
    });
    const { id } = body(registered);
    expect(verdict(await post('officer', `/loans/${id}/approvals`))).toEqual([403, 'permission.missing']);
    expect(verdict(await post('second-hat', `/loans/${id}/approvals`))).toEqual([403, 'loan.same-person']);
    expect(body(await post('reviewer', `/loans/${id}/approvals`, { approved_on: '2016-01-06' })).state).toBe(
      'approved',
    );
    const signed = await post('officer', `/loans/${id}/signings`, {
      signed_on: '2016-01-11',
      contract_no: '泾信借字〔2016〕001号',
    });
    expect(signed.body).toMatchObject({ state: 'signed', cap: '50000.00', ceiling_percent: '4.75' });
    const lent = await post('officer', `/loans/${id}/disbursements`, { disbursed_on: '2016-01-15' });
    const whole = { state: 'disbursed', outstanding: '50000.00', matures_on: '2019-01-15', warnings: [] };
    expect(lent.body).toMatchObject(whole);
    const paid = { on_date: '2016-06-01', principal: '20000', interest: '12.5', bank_serial: 'SERIAL-0001' };
    const entered = await post('officer', `/loans/${id}/repayments`, paid);
    expect(entered.body).toMatchObject({ state: 'entered', principal: '20000.00', interest: '12.50' });
    expect((await get('officer', `/loans/${id}`)).body).toMatchObject({ outstanding: '50000.00' });
    const stated = { count: 1, total: '20012.50', receipt_ids: [body(entered).id] };
    expect((await post('reviewer', '/receipt-confirmations', stated)).status).toBe(201);
    const left = { state: 'disbursed', outstanding: '30000.00', repaid: '20000.00' };
    expect((await get('officer', `/loans/${id}`)).body).toMatchObject(left);
    const again = { on_date: '2016-06-02', principal: '1', bank_serial: 'SERIAL-0001' };
    expect(verdict(await post('officer', `/loans/${id}/repayments`, again))).toEqual([
      409,
      'loan.serial-recorded',
    ]);
    const plan = await get('officer', `/loans/${id}/repayment-plan`);
    expect((plan.body as { rows: unknown[] }).rows[0]).toMatchObject({
      due_on: '2016-03-21',
      interest: '435.42',
    });
    const events = await get('officer', `/loans/${id}/events`);
    expect((events.body as { items: object[] }).items).toHaveLength(2);
    const lost = { kind: 'entitlement', entitlement: 'lost', on_date: '2016-07-01', reason: '户籍迁出' };
    expect((await post('office', `/loans/${id}/changes`, lost)).body).toMatchObject({ state: 'proposed' });
    expect((await get('rival', `/loans/${id}`)).status).toBe(404);
    expect((await get('province', `/loans/${id}`)).body).toMatchObject({
      borrower_id_no_masked: '620821********0011',
    });
    const found = await get('officer', `/loans?q=${encodeURIComponent('泾信借字〔2016〕001号')}`);
    expect((found.body as { items: Body[] }).items.map((item) => item.id)).toEqual([id]);
  });

  it('lends to listed households only: the county proposes, the province approves', async () => {
    const household = await world.household({ listed: false });
    const apply = () => post('officer', '/loans', application(household));
    expect(verdict(await apply())).toEqual([422, 'loan.not-on-roster', '/household_id']);
    const roster = {
      programme_code: 'P1',
      county_code: COUNTY,
      bank_id: String(world.bank),
      roster_no: '2016-补1',
    };
    const proposed = await post('office', '/rosters', { ...roster, household_ids: [String(household.id)] });
    expect(proposed.status).toBe(201);
    expect(verdict(await apply())[1]).toBe('loan.not-on-roster');
    await world.sql(`update business_day_override set day = '2016-01-04'`);
    expect((await post('province', `/rosters/${body(proposed).id}/approvals`)).status).toBe(201);
    await world.sql(`update business_day_override set day = '2016-09-30'`);
    expect((await apply()).status).toBe(201);
    expect(verdict(await post('province', `/rosters/${body(proposed).id}/approvals`))[1]).toBe(
      'loan.roster-decided',
    );
    expect(verdict(await post('office', '/rosters', { ...roster, household_ids: ['1'] }))[1]).toBe(
      'loan.roster-no-taken',
    );
    const foreign = await world.household({ county: OTHER_COUNTY });
    const mixed = {
      ...roster,
      roster_no: '2016-补2',
      household_ids: [String(household.id), String(foreign.id)],
    };
    expect(verdict(await post('office', '/rosters', mixed))).toEqual([
      422,
      'loan.roster-foreign-household',
      '/household_ids',
    ]);
    const listed = { ...roster, roster_no: '2016-补3', household_ids: [String(household.id)] };
    expect(verdict(await post('office', '/rosters', { ...listed, bank_id: '999999' }))).toEqual([
      422,
      'loan.roster-foreign-bank',
      '/bank_id',
    ]);
    expect(verdict(await post('office', '/rosters', { ...listed, programme_code: 'P9' }))).toEqual([
      422,
      'loan.roster-unknown-programme',
      '/programme_code',
    ]);
    const rows = await get('officer', `/rosters/${body(proposed).id}/households`);
    expect((rows.body as { items: object[] }).items).toMatchObject([{ has_open_loan: false }]);
  });
});

describe('bad input', () => {
  it.each<[object, unknown[]]>([
    [{ principal: '50000.01' }, [422, 'loan.over-cap', '/principal']],
    [{ term_months: 37 }, [422, 'loan.over-term', '/term_months']],
    [{ annual_percent: '4.7501' }, [422, 'loan.rate-above-ceiling', '/annual_percent']],
    [{ purpose_code: 'wedding' }, [422, 'loan.forbidden-purpose', '/purpose_code']],
    [{ applied_on: '2016-10-01' }, [422, 'loan.future-date', '/applied_on']],
    [{ applied_on: '2016-02-30' }, [422, 'request.invalid', '/applied_on']],
    [{ principal: '100.005' }, [422, 'request.invalid', '/principal']],
    [{ principal: '1e5' }, [422, 'request.invalid', '/principal']],
    [{ principal: '-5' }, [422, 'request.invalid', '/principal']],
    [{ principal: '0' }, [422, 'request.invalid', '/principal']],
    [{ principal: 50000 }, [422, 'request.invalid', '/principal']],
    [{ term_months: 12.5 }, [422, 'request.invalid', '/term_months']],
    [{ term_months: 0 }, [422, 'request.invalid', '/term_months']],
    [{ annual_percent: '4.75%' }, [422, 'request.invalid', '/annual_percent']],
    [{ purpose_text: '养\u0000牛' }, [422, 'request.invalid', '/purpose_text']],
    [{ state: 'disbursed' }, [422, 'request.invalid', '/state']],
    [{ registered_by: '2' }, [422, 'request.invalid', '/registered_by']],
    [{ household_id: '999999999' }, [404, 'household.not-found']],
    [{ household_id: '1 or 1=1' }, [422, 'request.invalid', '/household_id']],
    [{ borrower_id: '999999999' }, [404, 'household.not-found']],
    [{ product_code: 'student_loan' }, [422, 'programme.no-terms-in-force']],
  ])('%o', async (changes, expected) => {
    expect(verdict(await register(changes))).toEqual(expected);
  });

  it('names all refusals at once', async () => {
    const reply = await register({ principal: '60000', term_months: 60, purpose_code: 'house_building' });
    expect(verdict(reply)).toEqual([422, 'loan.ineligible', '/principal', '/term_months', '/purpose_code']);
    expect(body(reply).errors.map(({ code }) => code)).toContain('loan.over-cap');
  });

  it('another county’s household is answered like an absent one', async () => {
    const foreign = await world.household({ county: OTHER_COUNTY });
    const absent = await post(
      'officer',
      '/loans',
      application({ id: 987654n, borrower: 1n } as TestHousehold),
    );
    const reply = await post('officer', '/loans', application(foreign));
    expect([reply.status, body(reply).code, body(reply).detail]).toEqual([
      absent.status,
      body(absent).code,
      body(absent).detail,
    ]);
    expect(reply.status).toBe(404);
  });

  it('a second open loan is refused, at this bank and at another', async () => {
    const household = await world.household();
    expect((await post('officer', '/loans', application(household))).status).toBe(201);
    const more = application(household, { principal: '1.00' });
    expect(verdict(await post('officer', '/loans', more))).toEqual([422, 'loan.open-loan', '/household_id']);
    const elsewhere = await post('rival', '/loans', more);
    expect(body(elsewhere).errors.map(({ code }) => code)).toEqual(['loan.not-on-roster', 'loan.open-loan']);
  });

  it('a key used again gives the same answer, and refuses other content', async () => {
    const household = await world.household();
    const first = await post('officer', '/loans', application(household), 'same-key-0001');
    const replay = await post('officer', '/loans', application(household), 'same-key-0001');
    expect([replay.status, replay.text]).toEqual([first.status, first.text]);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    const other = application(household, { principal: '40000.00' });
    expect(verdict(await post('officer', '/loans', other, 'same-key-0001'))).toEqual([
      422,
      'idempotency.other-input',
    ]);
    const bare = await request(test.app)
      .post('/api/v1/loans')
      .set('authorization', `Bearer ${tokens['officer']}`)
      .send(application(household));
    expect(verdict(bare)).toEqual([422, 'idempotency.key-required']);
  });

  it('huge, malformed or foreign content is refused without a trace', async () => {
    const before = await world.sql('select count(*)::int as n from loan');
    const huge = await post('officer', '/loans', `{"purpose_text":"${'牛'.repeat(300_000)}"}`);
    expect(huge.status).toBe(413);
    expect((await post('officer', '/loans', '{"principal":')).status).toBe(400);
    const xml = await request(test.app)
      .post('/api/v1/loans')
      .set({ authorization: `Bearer ${tokens['officer']}`, 'idempotency-key': 'wrong-type-0001' })
      .set('content-type', 'application/xml')
      .send('<loan/>');
    expect(xml.status).toBe(415);
    expect((await post('nobody', '/loans', {})).status).toBe(401);
    expect(await world.sql('select count(*)::int as n from loan')).toEqual(before);
  });

  it('never repeats a personal number', async () => {
    const reply = await register({ purpose_text: '养牛', borrower_id_no: '620821198001010011' });
    expect(reply.text).not.toContain('620821198001010011');
  });
});

describe('a ledger over HTTP', () => {
  const upload = (who: string, file: string, fields: Record<string, string>) =>
    request(test.app)
      .post('/api/v1/loan-imports')
      .set({ authorization: `Bearer ${tokens[who]}`, 'idempotency-key': `upload-${(keys += 1)}` })
      .field(fields)
      .attach('file', file);
  const FIELDS = { county_code: COUNTY, unit: '万元', as_of: '2016-05-31' };

  it('is checked, shown, marked, confirmed and brought in', async () => {
    const file = path.join(folder, '台账.xlsx');
    const ledger = made({ rows: 60, seed: 11, banks: ['甘肃银行', '农村信用合作联社'] });
    await writeLedger(file, ledger);
    const received = await upload('office', file, FIELDS);
    expect([received.status, body(received).state]).toEqual([202, 'received']);
    const { id } = body(received);
    const marked = `/loan-imports/${id}/marked-workbook`;
    expect(verdict(await get('office', marked))).toEqual([409, 'loan.import-not-marked']);
    const commit = `/loan-imports/${id}/commitments`;
    expect(verdict(await post('office', commit))).toEqual([409, 'loan.import-not-ready']);
    await work(id, checkLoanImport);
    const shown = await get('office', `/loan-imports/${id}`);
    expect(shown.body).toMatchObject({ state: 'checked', rows: 60, rejected: ledger.faults.length });
    const rows = await get('office', `/loan-imports/${id}/rows?outcome=rejected&limit=1`);
    expect((rows.body as { items: object[] }).items).toHaveLength(1);
    const workbook = await get('office', marked);
    expect(workbook.headers['content-disposition']).toContain(encodeURIComponent('台账-已标注.xlsx'));
    const { accepted: count, balance: total } = shown.body as { accepted: number; balance: string };
    expect(verdict(await post('office', commit, { count, total }))[1]).toBe('loan.import-same-person');
    expect((await get('colleague', `/loan-imports/${id}`)).body).toMatchObject({ accepted: null });
    const good = await get('colleague', `/loan-imports/${id}/rows?outcome=accepted`);
    expect(verdict(good)).toEqual([409, 'loan.import-rows-withheld']);
    expect(verdict(await upload('colleague', file, FIELDS))).toEqual([409, 'loan.import-waits']);
    const wrong = verdict(await post('colleague', commit, { count, total: '1.00' }));
    expect(wrong).toEqual([422, 'loan.receipt-totals-differ', '/total']);
    expect((await post('colleague', commit, { count, total })).status).toBe(202);
    await work(id, commitLoanImport);
    expect((await upload('office', file, FIELDS)).body).toMatchObject({ id, already_imported: true });
    for (const stranger of ['rival', 'firm']) {
      expect([stranger, (await get(stranger, `/loan-imports/${id}`)).status]).toEqual([stranger, 404]);
      expect((await get(stranger, `/loan-imports/${id}/rows`)).body).not.toHaveProperty('items.0');
    }
  });

  it('refuses what the form says wrongly', async () => {
    const file = path.join(folder, '台账.xlsx');
    expect(verdict(await upload('office', file, { ...FIELDS, unit: '亿元' }))).toEqual([
      422,
      'request.invalid',
      '/unit',
    ]);
    expect(verdict(await upload('office', file, { ...FIELDS, as_of: '2016-02-30' }))[2]).toBe('/as_of');
    expect(verdict(await upload('office', file, { ...FIELDS, as_of: '2016-10-01' }))[1]).toBe(
      'loan.future-date',
    );
    expect(verdict(await upload('office', file, { ...FIELDS, county_code: OTHER_COUNTY }))[0]).toBe(403);
    expect(verdict(await upload('reviewer', file, FIELDS))[1]).toBe('permission.missing');
    const other = path.join(folder, '外县台账.xlsx');
    await writeLedger(other, made({ rows: 3, seed: 12 }));
    const elsewhere = await enterOffice('bank', OTHER_COUNTY);
    for (const bank_id of [elsewhere, String(world.enterprise)]) {
      const foreign = verdict(await upload('office', other, { ...FIELDS, bank_id }));
      expect(foreign).toEqual([422, 'loan.import-foreign-bank', '/bank_id']);
    }
  });

  /** What the worker does with the job. */
  const work = async (
    id: string,
    job: (services: Parameters<typeof checkLoanImport>[0], id: ImportId) => Promise<void>,
  ): Promise<void> => {
    const { cipher, storage } = await inTransaction(test.database.worker, (tx) => test.context(tx));
    const config = readConfig({ NODE_ENV: 'test', SIFANG_HOME: test.home });
    const services = { config, database: test.database, cipher, storage, householdInterest };
    await job(services, BigInt(id) as ImportId);
  };
});
