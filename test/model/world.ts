import type { Client } from 'pg';
import { allocateQuota, PRESETS, publishTerms, seedReference } from '../../src/domains/programme/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../src/domains/household/index.ts';
import type { Role } from '../../src/domains/identity/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { OrganisationId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Context } from '../../src/platform/context.ts';
import { createCipher } from '../../src/platform/crypto.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { inTransaction, type Tx } from '../../src/platform/db.ts';
import { logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { cloneDatabase } from '../support/clone-database.ts';
import type { TestDatabase } from '../support/database.ts';
import { ACTORS, BANKS, NAMES, type Actor, type Bank, type Name } from './actors.ts';
import { newModel, type Beginning, type Household, type Model } from './model.ts';
import { foundFund } from './found-fund.ts';
import { foundSociety } from './found-society.ts';
import { lend, type Application } from './moves/loans.ts';
import { residentId } from '../support/resident-id.ts';
import { COUNTY } from './places.ts';
import { signAgreements } from './sign-agreements.ts';
import { Stage, type Tokens } from './stage.ts';
import { emptyTally, take } from './step.ts';
import { TERMS } from './terms.ts';

const FIRST_DAY = date('2016-03-01');
const HOUSEHOLDS = 6;
const STANDING = { status: 'registered_poor', on: date('2014-06-01') };
const QUOTAS = {
  programme: 500_000_00n,
  county: 400_000_00n,
  A: 150_000_00n,
  B: 120_000_00n,
  C: 100_000_00n,
};

const FIRST = { who: null, months: 36, ago: 0 };
/**
 * Lent before the first command, so that there is something to settle; the cooperative uses three of them.
 */
const LENT: readonly Application[] = [
  { ...FIRST, bank: 'A', household: 0, principal: 50_000_00, percent: 43_500, ago: 20, led: true },
  { ...FIRST, bank: 'B', household: 1, principal: 40_000_00, months: 12, percent: 43_499 },
  { ...FIRST, bank: 'A', household: 2, principal: 31_733_33, months: 12, percent: 31_733, ago: 15 },
  { ...FIRST, bank: 'C', household: 3, principal: 45_678_90, percent: 43_500, led: true },
  { ...FIRST, bank: 'C', household: 4, principal: 50_000_00, months: 24, percent: 41_000, led: true },
];

/** A county on its first day, to be cloned for every run: one database nobody is connected to. */
export interface World {
  readonly database: TestDatabase;
  readonly tokens: Tokens;
  readonly beginning: Model;
}

export async function prepareWorld(template: TestDatabase): Promise<World> {
  const database = await cloneDatabase(template);
  const { tokens, beginning } = await enterEverybody(database);
  const model = newModel(beginning);
  const stage = await Stage.open(database, tokens, 'before');
  try {
    const playing = { stage, tally: emptyTally(), told: [] };
    for (const loan of LENT) for (const step of lend(model, loan)) await take(step, model, playing);
    await signAgreements(
      stage,
      model,
      LENT.flatMap(({ led }, at) => (led ? (model.loans[at] ?? []) : [])),
    );
    await foundSociety(stage, model, (step) => take(step, model, playing));
    await foundFund(stage, model, (step) => take(step, model, playing));
    model.queue.push(...(await stage.relay()));
  } finally {
    await stage.close();
  }
  return { database, tokens, beginning: model };
}

async function enterEverybody(
  database: TestDatabase,
): Promise<Pick<World, 'tokens'> & { beginning: Beginning }> {
  const test = openTestApp(database);
  try {
    const offices = await inSession(database.ownerUrl, enterOffices);
    await asSystem(test, (tx, context) => setTerms(tx, context, offices));
    const households = await inSession(database.ownerUrl, (client) => enterHouseholds(client, offices));
    const tokens = await openDesks(test, offices);
    return { tokens, beginning: { today: FIRST_DAY, households, quotas: QUOTAS, standing: STANDING } };
  } finally {
    await test.close();
  }
}

const asSystem = (test: TestApp, work: (tx: Tx, context: Context) => Promise<void>): Promise<void> =>
  inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));

type Office = Bank | 'poverty' | 'finance' | 'township' | 'province' | 'cooperative' | 'society';
type Offices = Readonly<Record<Office, string>>;

async function enterOffices(client: Client): Promise<Offices> {
  await client.query('insert into business_day_override (day) values ($1)', [FIRST_DAY]);
  await client.query(
    `insert into region (code, edition, level, name, parent_code, valid_from) values
       ('620000000000', 'test', 'province', '甘肃省', null, '2000-01-01'),
       ($1 || '000000', 'test', 'county', '某县', '620800000000', '2000-01-01'),
       ($1 || '100000', 'test', 'township', '红崖镇', $1 || '000000', '2000-01-01'),
       ($1 || '100200', 'test', 'village', '红崖村', $1 || '100000', '2000-01-01')`,
    [COUNTY],
  );
  const enter = async (kind: string, name: string, region: string): Promise<string> => {
    const { rows } = await client.query<{ id: string }>(
      `insert into organisation (kind, name, region_id, county_code, account_name, account_no, account_bank, head_name, phone,
         address, uscc)
       select $1, $2, id, county_code, $2, '6210000000000001', $2, '某负责人', '0933-3325678', '某县城关镇安定街18号',
         case $1 when 'cooperative' then '93620821MA71B2C3X4' when 'mutual_aid_society' then '51620821MJE0000011' end from region where code = $3 returning id::text`,
      [kind, name, region],
    );
    return rows[0]!.id;
  };
  const county = `${COUNTY}000000`;
  return {
    A: await enter('bank', '某县银行A', county),
    B: await enter('bank', '某县银行B', county),
    C: await enter('bank', '某县银行C', county),
    poverty: await enter('poverty_office', '某县扶贫办', county),
    finance: await enter('finance_bureau', '某县财政局', county),
    township: await enter('township_office', '红崖镇政府', `${COUNTY}100000`),
    cooperative: await enter('cooperative', '某县养殖专业合作社', county),
    society: await enter('mutual_aid_society', '红崖村扶贫互助社', county),
    province: await enter('government', '甘肃省人民政府', '620000000000'),
  };
}

async function setTerms(tx: Tx, context: Context, offices: Offices): Promise<void> {
  await seedReference(tx, context);
  const first = PRESETS.find(({ code }) => code === 'gansu-2016')!;
  const { interest, subsidy } = first.parameters;
  for (const bank of ['B', 'C'] as const) {
    const { accrual, publicity, ahead, shortage, dividendTax } = TERMS[bank];
    await publishTerms(tx, context, {
      ...{ code: `model-bank-${bank.toLowerCase()}`, programme_code: 'P1', product_code: 'microloan' },
      ...{ title: `银行${bank}版本`, document_no: `某县扶办〔2015〕${bank}号` },
      ...{ county_code: COUNTY, bank_id: BigInt(offices[bank]) as OrganisationId },
      ...{ effective_from: first.effectiveFrom, effective_to: first.effectiveTo },
      parameters: {
        ...first.parameters,
        dividend: { ...first.parameters.dividend, dividendTaxRatePercent: dividendTax },
        interest: { ...interest, dayCountBasis: accrual.dayCount },
        subsidy: {
          ...subsidy,
          accruedOrPaid: accrual.basis,
          subsidyRatioTable: accrual.ratio.map(({ from, percent }) => ({ from, ratioPercent: percent })),
          subsidyPublicityDays: publicity.days,
          subsidyPublicityLevels: publicity.levels as never,
          publicityLevelOrder: publicity.order,
          forecastLeadDays: ahead,
          shortageRule: shortage,
        },
      },
    });
  }
  const county = { programme_code: 'P1', county_code: COUNTY };
  await allocateQuota(tx, context, { programme_code: 'P1', limit: fen(QUOTAS.programme) });
  await allocateQuota(tx, context, { ...county, limit: fen(QUOTAS.county) });
  for (const bank of BANKS) {
    const bank_id = BigInt(offices[bank]) as OrganisationId;
    await allocateQuota(tx, context, { ...county, bank_id, limit: fen(QUOTAS[bank]) });
  }
}

/** The last household stands on bank A's roster only. */
async function enterHouseholds(client: Client, offices: Offices): Promise<Omit<Household, 'statuses'>[]> {
  const cipher = createCipher(Buffer.alloc(32, 7));
  const card = (no: number): string => `62298900000123${String(45_670 + no).padStart(5, '0')}`;
  const sealed = Array.from({ length: HOUSEHOLDS }, (_, at) => ({
    n: at + 1,
    card: cipher.seal(card(at + 1), HOUSEHOLD_BINDINGS.card),
    index: cipher.blindIndex(card(at + 1), HOUSEHOLD_BINDINGS.card),
    phone: cipher.seal('13830312345', HOUSEHOLD_BINDINGS.phone),
    person: cipher.seal(residentId('19800101', 700 + at), HOUSEHOLD_BINDINGS.idNo),
  }));
  const { rows } = await client.query<{ id: string; borrower: string }>(
    `with h as (
       insert into household (county_code, region_id, township_code, household_no, township_name, village_name,
         head_name, member_count, registered_on, phone_cipher, card_account_cipher, card_account_index, card_account_last4,
         card_account_name, card_bank_name)
       select $1, r.id, $1 || '100', 'H' || n, '红崖镇', '红崖村', '户主' || n, 3, $3, g.phone, g.card, g.index, '5670',
         '户主' || n, '某县农村信用联社'
       from jsonb_to_recordset($2::jsonb) g (n int, card text, index text, phone text, person text), region r where r.code = $1 || '100200' returning id, household_no, head_name)
     , s as (
       insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
       select id, $1, $4, $3, 'ledger_import', 903 from h)
     , m as (
       insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked,
         birth_date, sex, relation, is_head, joined_on)
       select id, $1, head_name, ($2::jsonb -> (substr(household_no, 2)::int - 1)) ->> 'person', household_no, '620821********0011', '1980-01-01', 'male', 'householder',
         true, $3 from h returning id, household_id)
     select household_id::text as id, id::text as borrower from m order by household_id`,
    [COUNTY, JSON.stringify(sealed), STANDING.on, STANDING.status],
  );
  const households = rows.map(({ id, borrower }, at): Omit<Household, 'statuses'> => ({
    ...{ id, borrower, no: at + 1 },
    roster: at + 1 < HOUSEHOLDS ? BANKS : ['A'],
  }));
  for (const bank of BANKS) {
    const listed = households.filter((household) => household.roster.includes(bank));
    await client.query(
      `with r as (
         insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
         values ('P1', $1, $2::bigint, '2015-' || $2::text, 'approved', 901, 902, '2015-07-01') returning id)
       insert into roster_entry select r.id, $1, g.id from r, unnest($3::bigint[]) g (id)`,
      [COUNTY, offices[bank], listed.map((household) => household.id)],
    );
  }
  return households;
}

async function openDesks(test: TestApp, offices: Offices): Promise<Record<Name, string>> {
  const tokens: Partial<Record<Name, string>> = {};
  for (const name of NAMES) {
    const actor: Actor = ACTORS[name];
    const { role, office, bank, person } = actor;
    await openAccount(test, {
      ...{ username: name, role: role as Role, human: 300 + person },
      organisationId: offices[office === 'bank' ? (bank as Bank) : office],
      scope: scopeOf(actor, offices),
    });
    tokens[name] = await logIn(test, name);
  }
  return tokens as Record<Name, string>;
}

function scopeOf({ office, bank }: Actor, offices: Offices) {
  if (office === 'province') return { level: 'province', code: '62' } as const;
  if (office === 'township') return { level: 'township', code: `${COUNTY}100` } as const;
  const county = { level: 'county', code: COUNTY } as const;
  if (office === 'cooperative' || office === 'society') return { ...county, enterprise_id: offices[office] };
  return office === 'bank' ? { ...county, bank_id: offices[bank as Bank] } : county;
}
