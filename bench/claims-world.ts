import type pg from 'pg';
import { createAccount, type Role } from '../src/domains/identity/index.ts';
import { registerOrganisation } from '../src/domains/organisation/index.ts';
import { PRESETS, publishTerms } from '../src/domains/programme/index.ts';
import { DEMO_PASSWORD } from '../src/cli/demo/cast.ts';
import { createChance, createPopulation } from '../src/cli/demo/invented-people.ts';
import { systemContext } from '../src/cli/system-context.ts';
import { inTransaction } from '../src/platform/db.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';

export const COUNTY = '620422';
const PEOPLE_SEED = 2016;
const CARD_BINDING = 'household.card_account';

/** Who acts in a claim; each is another person. */
const STAFF = {
  officer: 'bank_officer',
  office: 'county_office',
  examiner: 'finance_reviewer',
  approver: 'finance_approver',
  payer: 'finance_payer',
} as const satisfies Readonly<Record<string, Role>>;
export type Staff = keyof typeof STAFF;

export const usernameOf = (staff: Staff): string => `bench.${staff}`;

/**
 * A county whose one bank has `lines` loans in one settlement group. The interest of every second loan is
 * paid back to the household's card under a county's own version, of the others to the bank.
 */
export async function buildClaimCounty(runtime: Runtime, client: pg.Client, lines: number): Promise<bigint> {
  await client.query(REGIONS);
  const { bank, card } = await openOffices(runtime);
  await enterHouseholds(runtime, client, lines);
  await client.query(LOANS, [String(bank), String(card)]);
  await client.query('analyze household, household_member, loan');
  return bank;
}

/** Households of one village, each with its head and a card of its own. */
export async function enterHouseholds(runtime: Runtime, client: pg.Client, count: number): Promise<void> {
  await client.query(HOUSEHOLDS, [count]);
  await client.query(MEMBERS);
  await sealCards(runtime, client);
}

async function openOffices(runtime: Runtime): Promise<{ bank: bigint; card: bigint }> {
  const place = { region_code: `${COUNTY}000000` };
  const made = await inJob(runtime, async (tx, context) => {
    const head = await registerOrganisation(tx, context, { kind: 'bank', name: '测算总行', ...place });
    const bank = await registerOrganisation(tx, context, {
      ...{ kind: 'bank_branch', name: '测算银行会宁支行', parent_id: head.id, ...place },
      ...{ account_name: '测算银行贴息专户', account_no: '27080101040000123', account_bank: '测算银行' },
    });
    const poverty = { kind: 'poverty_office', name: '会宁县扶贫开发办公室', ...place } as const;
    const finance = { kind: 'finance_bureau', name: '会宁县财政局', ...place } as const;
    const office = await registerOrganisation(tx, context, poverty);
    const bureau = await registerOrganisation(tx, context, finance);
    const card = await publishTerms(tx, context, cardTerms());
    return { bank: bank.id, office: office.id, bureau: bureau.id, card: card.id };
  });
  const seats = { officer: made.bank, office: made.office };
  const people = createPopulation(createChance(PEOPLE_SEED), '629901');
  for (const [staff, role] of Object.entries(STAFF) as [Staff, Role][]) {
    const { name, idNo } = people.person(1970, 1990);
    const narrowed = role === 'bank_officer' ? { bank_id: String(made.bank) } : {};
    await openSeat(runtime, {
      ...{ username: usernameOf(staff), name, id_no: idNo, role },
      organisation_id: seats[staff as keyof typeof seats] ?? made.bureau,
      scope: { level: 'county', code: COUNTY, ...narrowed },
    });
  }
  return { bank: made.bank, card: made.card };
}

type Seat = Parameters<typeof createAccount>[2];

/** An account of the county, with the password of all desks of the benchmarks. */
export async function openSeat(runtime: Runtime, seat: Omit<Seat, 'password'>): Promise<void> {
  await inTransaction(runtime.database.app, async (tx) =>
    createAccount(tx, await systemContext(runtime, tx), { ...seat, password: DEMO_PASSWORD }),
  );
}

/** The province's first term, but for who receives the money. */
function cardTerms() {
  const preset = PRESETS.find(({ code }) => code === 'gansu-2016');
  if (!preset) throw new Error('the first term ships with the product');
  const { parameters } = preset;
  return {
    code: 'bench-card',
    programme_code: preset.programmeCode,
    product_code: preset.productCode,
    title: '测算：贴息发放到一卡通',
    document_no: '测算〔2016〕1号',
    effective_from: preset.effectiveFrom,
    effective_to: preset.effectiveTo,
    county_code: COUNTY,
    parameters: { ...parameters, subsidy: { ...parameters.subsidy, payee: 'household_card' as const } },
  };
}

/** Every card is sealed like the register seals it: each with its own nonce. */
async function sealCards(runtime: Runtime, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select id::text from household where county_code = $1 order by id',
    [COUNTY],
  );
  const ids = rows.map((row) => row.id);
  const accounts = ids.map((id) => `2708${id.padStart(12, '0')}`);
  await client.query(CARDS, [
    ids,
    accounts.map((account) => runtime.cipher.seal(account, CARD_BINDING)),
    accounts.map((account) => runtime.cipher.blindIndex(account, CARD_BINDING)),
    accounts.map((account) => account.slice(-4)),
  ]);
}

/** The county down to its one village. */
export const REGIONS = `
  insert into region (code, edition, level, name, parent_code, valid_from) values
    ('${COUNTY}000000', 'bench-claims', 'county', '会宁县', '620400000000', '2010-01-01'),
    ('${COUNTY}100000', 'bench-claims', 'township', '会师镇', '${COUNTY}000000', '2010-01-01'),
    ('${COUNTY}100200', 'bench-claims', 'village', '南关村', '${COUNTY}100000', '2010-01-01')`;

const HOUSEHOLDS = `
  insert into household (county_code, region_id, township_code, household_no, township_name, village_name, head_name,
    member_count, registered_on)
  select '${COUNTY}', (select id from region where code = '${COUNTY}100200'), '${COUNTY}100', 'B' || n, '会师镇', '南关村',
    '陈守田', 4, '2014-06-01' from generate_series(1, $1::int) n`;

const MEMBERS = `
  insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, sex,
    relation, is_head, joined_on)
  select id, county_code, head_name, 'bench', 'claims' || id, '620422********0000', '1975-01-01', 'male', 'householder',
    true, '2014-06-01' from household where county_code = '${COUNTY}'`;

const CARDS = `
  update household h set card_account_cipher = g.cipher, card_account_index = g.blind, card_account_last4 = g.last4,
    card_account_name = h.head_name, card_bank_name = '测算银行会宁支行'
  from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as g (id, cipher, blind, last4) where h.id = g.id`;

const LOANS = `
  insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
    voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
    subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, applied_on, approved_on, signed_on, disbursed_on,
    matures_on, contract_matures_on, repaid_fen, outstanding_fen, registered_by, approved_by)
  select h.county_code, h.id, m.id, $1, 'P1', 'microloan', case when h.id % 2 = 0 then t.id else $2::bigint end,
    'HT' || h.household_no, 'JJ' || h.household_no, 'disbursed', 5000000, 36, 47500, 5000000, 36, 47500, 47500,
    'quarterly_20', 'breeding', '养羊', 'self', '2016-10-08', '2016-10-08', '2016-10-08', '2016-10-08', '2019-10-08',
    '2019-10-08', 0, 5000000, 901, 902
  from household h join household_member m on m.household_id = h.id, programme_terms t
  where h.county_code = '${COUNTY}' and t.code = 'gansu-2016' order by h.id`;
