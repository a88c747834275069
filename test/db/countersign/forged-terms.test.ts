import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { copyOf, refusalOf } from '../../support/forgery.ts';
import { POTATO } from '../../support/insurance-world.ts';
import { COUNTY, OTHER_COUNTY } from '../../support/loan-world.ts';
import { openFund, publishMeasures, TERMS } from '../../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let asker = '';
let decider = '';
beforeAll(async () => {
  world = await createClaimWorld(database());
  fund = await openFund(world, { ...TERMS, effective_to: '2030-12-31' });
  const asked = await world.post('approver', '/insurance-terms', POTATO);
  await world.post('office', `/countersigns/${(asked.body as { id: string }).id}/confirmations`, {});
  const [signed] = await world.sql<{ entered_by: string; decided_by: string }>(
    `select entered_by::text, decided_by::text from countersign where kind = 'fund_terms'`,
  );
  [asker, decider] = [signed!.entered_by, signed!.decided_by];
});
afterAll(() => world.close());

/** What is written by the role of the people, within the county; the system's rows are beyond it. */
const byPeople = (statements: string): Promise<string> => by(database().appUrl, statements);
const by = (url: string, statements: string): Promise<string> =>
  inSession(url, async (client: Client): Promise<string> => {
    await client.query(`select set_config('sifang.counties', '${COUNTY},${OTHER_COUNTY}', false)`);
    return refusalOf(client, statements);
  });

interface Work {
  readonly kind: string;
  readonly subject?: string | null;
  readonly county?: string;
  readonly row?: object;
  readonly state?: 'entered' | 'confirmed' | 'refused';
}
const text = (value: string | null | undefined): string => (value ? `'${value}'` : 'null');
/** Work as two persons leave it behind, signed for what it says. */
const work = ({ kind, subject = null, county = COUNTY, row = {}, state = 'confirmed' }: Work): string =>
  `insert into countersign (kind, county_code, subject_id, once_key, input, content, entered_by, entered_on)
   values ('${kind}', '${county}', ${text(subject)}, 'forged', '${JSON.stringify({ row })}', '{}', ${asker}, '2016-03-01');
   ${
     state === 'entered'
       ? ''
       : `update countersign set state = '${state}', decided_by = ${decider}, decided_on = '2016-03-01',
            refusal = ${state === 'refused' ? `'文件不符'` : 'null'} where once_key = 'forged';`
   }`;
const LATEST = `(select jsonb_build_object('countersign_id', max(id)) from countersign)`;
/** A copy of what is in force, under the forged work. */
const underWork = (table: string, changed: object, where: string): string =>
  copyOf(table, { id: 900, ...changed }, where, LATEST);

const NEXT = { effective_from: '2040-01-01', effective_to: '2040-12-31' };

const OTHER = { fund_terms: 'insurance_terms', insurance_terms: 'fund_terms' } as const;
const SIGNED = {
  fund_terms: {
    table: 'risk_fund_terms',
    row: { trigger_days: 90, ...NEXT },
    otherRow: { trigger_days: 30 },
  },
  insurance_terms: {
    table: 'insurance_terms',
    row: { premium_percent: 55_000, ...NEXT },
    otherRow: { premium_percent: 1 },
  },
} as const;

describe.each(['fund_terms', 'insurance_terms'] as const)('%s', (kind) => {
  const { table, row, otherRow } = SIGNED[kind];
  const subject = () => (kind === 'fund_terms' ? fund : null);
  const put = (changes: Partial<Work> = {}, changed: object = {}): Promise<string> =>
    byPeople(
      work({ kind, subject: subject(), row, ...changes }) + underWork(table, { ...NEXT, ...changed }, 'true'),
    );

  it('signed by two persons are put in force as they were entered', async () => {
    expect(await put()).toBe('accepted');
  });

  it('of nobody, of one person, or refused by the second, are not', async () => {
    const alone = copyOf(table, { id: 900, ...NEXT, countersign_id: null }, 'true');
    expect(await byPeople(alone)).toBe('countersign_by_two');
    // not by the owner of the schema either: no person is above it
    expect(await by(database().ownerUrl, alone)).toBe('countersign_by_two');
    for (const state of ['entered', 'refused'] as const)
      expect(await put({ state })).toBe('countersign_by_two');
    const atOnce = work({ kind, subject: subject(), row, state: 'entered' }).replace(
      'once_key,',
      'once_key, state, decided_by, decided_on,',
    );
    const decided = atOnce.replace(`'forged',`, `'forged', 'confirmed', ${decider}, '2016-03-01',`);
    expect(await byPeople(decided)).toBe('countersign_begins');
  });

  it('differ in no word from what was signed', async () => {
    expect(await put({ row: { ...row, ...otherRow } })).toBe('countersign_by_two');
    expect(await put({}, { document_no: '别的文件1号' })).toBe('accepted');
    expect(await put({ row: { ...row, document_no: '文件1号' } })).toBe('countersign_by_two');
    expect(await put({}, { published_by: Number(decider) })).toBe('countersign_by_two');
  });

  it('are of the kind, the county and the subject that were signed', async () => {
    expect(await put({ county: OTHER_COUNTY })).toBe('countersign_by_two');
    expect(await put({ kind: OTHER[kind], subject: fund })).toBe('countersign_by_two');
    if (subject() !== null) expect(await put({ subject: '999' })).toBe('countersign_by_two');
  });

  it('use what was signed once', async () => {
    const again = `${table}_countersigned`;
    const twice = underWork(
      table,
      { id: 901, effective_from: '2041-01-01', effective_to: '2041-12-31' },
      'true',
    );
    expect(
      await byPeople(work({ kind, subject: subject(), row: {} }) + underWork(table, NEXT, 'true') + twice),
    ).toBe(again);
  });
});

describe('a programme version', () => {
  const own = { id: 900, code: 'own', county_code: COUNTY, countersign_id: null };
  const row = { code: 'own', county_code: COUNTY, product_code: 'microloan' };
  const columns = [
    ...[
      'id',
      'code',
      'programme_code',
      'product_code',
      'title',
      'document_no',
      'effective_from',
      'effective_to',
    ],
    ...[
      'county_code',
      'parameters',
      'parameters_hash',
      'state',
      'published_by',
      'published_on',
      'countersign_id',
    ],
  ].join(', ');
  const version = (changed: object, also = `'{}'::jsonb`): string =>
    `insert into programme_terms (${columns}) overriding system value select ${columns} from jsonb_populate_record(
       null::programme_terms, (select to_jsonb(t) from programme_terms t where code = 'gansu-2016')
         || '${JSON.stringify({ ...own, ...changed })}' || ${also});`;
  const put = (changes: Partial<Work> = {}, changed: object = {}): Promise<string> =>
    byPeople(
      work({ kind: 'programme_terms', row, ...changes }) +
        version({ published_by: Number(asker), ...changed }, LATEST),
    );

  it('signed by two persons is put in force', async () => {
    expect(await put()).toBe('accepted');
  });

  it('without a person ships with the product, and is out of reach of the role of the people', async () => {
    expect(await byPeople(version({}))).toBe('countersign_by_two');
    expect(await by(database().workerUrl, version({}))).toBe('accepted');
    const alone = version({ published_by: Number(asker) });
    for (const url of [database().appUrl, database().workerUrl, database().ownerUrl])
      expect(await by(url, alone)).toBe('countersign_by_two');
  });

  it('differs in nothing from what was signed, and is of its county', async () => {
    expect(await put({ state: 'entered' })).toBe('countersign_by_two');
    expect(await put({ row: { ...row, parameters: { loan: {} } } })).toBe('countersign_by_two');
    expect(await put({ county: OTHER_COUNTY })).toBe('countersign_by_two');
    expect(await put({}, { published_by: Number(decider) })).toBe('countersign_by_two');
    // signed as the successor of another, which it does not end
    expect(await put({ subject: '1' })).toBe('countersign_by_two');
  });

  it('ends by nothing but the successor that was signed for it', async () => {
    const end = `update programme_terms set replaced_by = 900, repealed_from = '2017-01-01' where code = 'gansu-2016';`;
    const successor = { county_code: null, effective_from: '2017-01-01', state: 'draft', published_on: null };
    const draft = version(successor);
    expect(await byPeople(draft + end)).toBe('countersign_by_two');
    // product data may replace product data, by the system
    const publish = `update programme_terms set state = 'published', published_on = '2017-01-01' where id = 900;`;
    expect(await by(database().workerUrl, draft + end + publish)).toBe('accepted');
    expect(await byPeople(draft + end + publish)).toBe('countersign_by_two');
  });
});

it('work that two persons signed waits in its county and at its desks only', async () => {
  await publishMeasures(world, fund, { ...TERMS, ...NEXT });
  const seen = (changes: object) =>
    world.loans.as(
      1,
      async (tx) => {
        const { rows } = await tx.raw<{ rows: unknown[] }>('select 1 from countersign');
        return rows.length > 0;
      },
      changes,
    );
  expect(await seen({ bank: null })).toBe(true);
  expect(await seen({ bank: null, counties: [OTHER_COUNTY] })).toBe(false);
  expect(await seen({})).toBe(false);
  expect(await seen({ bank: null, township: `${COUNTY}100` })).toBe(false);
});
