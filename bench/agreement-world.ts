import { randomUUID } from 'node:crypto';
import { drawUpAgreements, issueAgreements, type Proposal } from '../src/domains/agreement/index.ts';
import { HOUSEHOLD_BINDINGS } from '../src/domains/household/index.ts';
import { registerOrganisation, seedRegions } from '../src/domains/organisation/index.ts';
import { seedReference } from '../src/domains/programme/index.ts';
import { createChance, createPopulation } from '../src/cli/demo/invented-people.ts';
import { systemContext } from '../src/cli/system-context.ts';
import type { AgreementId, LoanId, OrganisationId, PersonId } from '../src/kernel/ids.ts';
import type { Actor, Context } from '../src/platform/context.ts';
import { inSession } from '../src/platform/database-session.ts';
import { inTransaction, setScope, type Tx } from '../src/platform/db.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';

const COUNTY = '620422';
const TODAY = '2016-06-21';
/** As many as the console sends at once. */
const AT_ONCE = 200;

const PROPOSAL: Proposal = {
  amountFen: null,
  termMonths: null,
  floorPercent: null,
  frequency: null,
  governmentId: null,
  arrivedOn: 'disbursement',
  project: '肉牛养殖带动贫困户产业项目',
  particulars: {
    principal_lead_days: 30,
    inspection_days: 5,
    exit_notice_days: 30,
    exit_settle_days: 15,
    late_fee_percent: 500,
    rectification_days: 15,
    training_sessions: 2,
    job_promise: '优先安排季节性务工',
    mediation_body: '会宁县会师镇人民政府',
    dispute: { way: 'court', body: '会宁县人民法院' },
    copies: 6,
    attachments: ['贷款合同复印件', '户主身份证复印件', '合作社营业执照复印件', '成员大会决议', '公示照片'],
    security: { mortgage: null, deposit: '100000.00', guarantor: null, insurance: null },
  },
};

export interface AgreementWorld {
  readonly bank: OrganisationId;
  readonly agreements: readonly AgreementId[];
}

/** A county with its four parties and as many led, disbursed loans as agreements; the agreements drawn up. */
export async function buildAgreementWorld(
  runtime: Runtime,
  count: number,
  seed: number,
): Promise<AgreementWorld> {
  const parties = await enterParties(runtime);
  const loans = await enterLoans(runtime, parties, { count, seed });
  const world = { bank: parties.bank, agreements: [] as AgreementId[] };
  for (let at = 0; at < loans.length; at += AT_ONCE) {
    const drawn = await asOfficer(runtime, parties.bank, (tx, context) =>
      drawUpAgreements(tx, context, loans.slice(at, at + AT_ONCE), PROPOSAL),
    );
    if (drawn.refused.length > 0) throw new Error(`refused: ${JSON.stringify(drawn.refused[0]?.errors)}`);
    world.agreements.push(...drawn.drawn.map((agreement) => agreement.id));
  }
  return world;
}

/** Puts agreements on paper, or on paper anew: sheets are stored, and the news waits in the outbox. */
export async function issueAll(runtime: Runtime, world: AgreementWorld): Promise<bigint[]> {
  const documents: bigint[] = [];
  for (let at = 0; at < world.agreements.length; at += AT_ONCE) {
    const { issued, refused } = await asOfficer(runtime, world.bank, (tx, context) =>
      issueAgreements(tx, context, world.agreements.slice(at, at + AT_ONCE), 'v1'),
    );
    if (refused.length > 0) throw new Error(`refused: ${refused[0]?.detail}`);
    documents.push(...issued.map(({ document }) => document.id));
  }
  return documents;
}

async function asOfficer<T>(
  runtime: Runtime,
  bank: OrganisationId,
  work: (tx: Tx, context: Context) => Promise<T>,
): Promise<T> {
  const actor: Actor = {
    accountId: null,
    personId: 1n as PersonId,
    personName: '测算员',
    role: 'bank_officer',
    organisationId: bank,
    permissions: new Set(),
    scope: { counties: [COUNTY], bank, enterprise: null, township: null },
  };
  return inTransaction(runtime.database.app, async (tx) => {
    const context = await systemContext(runtime, tx);
    await setScope(tx, actor.scope);
    return work(tx, { ...context, actor, requestId: `bench-${randomUUID()}` });
  });
}

interface Parties {
  readonly bank: OrganisationId;
  readonly enterprise: OrganisationId;
}

async function enterParties(runtime: Runtime): Promise<Parties> {
  const parties = await inJob(runtime, async (tx, context) => {
    await seedRegions(tx);
    await seedReference(tx, context);
    const place = {
      region_code: `${COUNTY}000000`,
      phone: '0943-7861234',
      address: '会宁县会师镇长征路18号',
    };
    await registerOrganisation(tx, context, {
      ...place,
      kind: 'poverty_office',
      name: '会宁县扶贫开发办公室',
      head_name: '何振川',
    });
    const bank = await registerOrganisation(tx, context, {
      ...place,
      kind: 'bank',
      name: '会宁县农村信用合作联社',
      head_name: '杨守信',
    });
    const enterprise = await registerOrganisation(tx, context, {
      ...place,
      kind: 'cooperative',
      name: '会宁县丰源养殖专业合作社',
      head_name: '冯丰源',
      uscc: '93620422MA71X2K461',
      account_name: '会宁县丰源养殖专业合作社',
      account_no: '27011012000001234567',
      account_bank: '会宁县农村信用合作联社',
    });
    return { bank: bank.id, enterprise: enterprise.id };
  });
  await inSession(runtime.ownerUrl ?? '', (client) =>
    client.query('insert into business_day_override (day) values ($1)', [TODAY]),
  );
  return parties;
}

async function enterLoans(
  runtime: Runtime,
  parties: Parties,
  plan: { readonly count: number; readonly seed: number },
): Promise<LoanId[]> {
  const chance = createChance(plan.seed);
  const { person } = createPopulation(chance, COUNTY);
  const { cipher } = runtime;
  const households = Array.from({ length: plan.count }, (_, at) => {
    const head = person(1950, 1985);
    return {
      no: `A${at + 1}`,
      head: head.name,
      spouse: person(1950, 1985).name,
      id_no: cipher.seal(head.idNo, HOUSEHOLD_BINDINGS.idNo),
      phone: cipher.seal(`138${chance.between(10_000_000, 99_999_999)}`, HOUSEHOLD_BINDINGS.phone),
      card: cipher.seal(`621700${chance.between(1_000_000, 9_999_999)}000000`, HOUSEHOLD_BINDINGS.card),
    };
  });
  return inSession(runtime.ownerUrl ?? '', async (client) => {
    await client.query(HOUSEHOLDS, [JSON.stringify(households), COUNTY]);
    await client.query(MEMBERS, [JSON.stringify(households)]);
    const { rows } = await client.query<{ id: string }>(LOANS, [
      String(parties.bank),
      String(parties.enterprise),
    ]);
    await client.query('analyze');
    return rows.map(({ id }) => BigInt(id) as LoanId);
  });
}

const HOUSEHOLDS = `
  insert into household (county_code, region_id, township_code, household_no, township_name, village_name, head_name,
    member_count, phone_cipher, card_account_cipher, card_account_index, card_account_last4, card_account_name,
    card_bank_name, registered_on)
  select $2, (select id from region where code = $2 || '100200'), $2 || '100', no, '会师镇', '测算村', head, 2, phone,
    card, no, '0000', head, '会宁县农村信用合作联社', '2014-06-01'
  from jsonb_to_recordset($1) as given (no text, head text, phone text, card text)`;
const MEMBERS = `
  insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date,
    sex, relation, is_head, joined_on)
  select h.id, h.county_code, person.name, person.id_no, person.relation || h.household_no, '620422********0000',
    '1975-01-01', 'male', person.relation, person.relation = 'householder', '2014-06-01'
  from jsonb_to_recordset($1) as given (no text, head text, spouse text, id_no text)
  join household h on h.household_no = given.no
  cross join lateral (values (given.head, given.id_no, 'householder'), (given.spouse, 'sealed', 'spouse'))
    as person (name, id_no, relation)`;
const LOANS = `
  insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
    voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
    subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on, approved_on, signed_on,
    disbursed_on, matures_on, contract_matures_on, outstanding_fen, registered_by, approved_by)
  select h.county_code, h.id, m.id, $1, 'P1', 'microloan', terms.id, 'C' || h.id, 'V' || h.id, 'disbursed', 5000000, 36,
    47500, 5000000, 36, 47500, 47500, 'quarterly_20', 'breeding', '养殖', 'enterprise_led', $2, date '2016-01-10',
    date '2016-01-12', date '2016-01-14', date '2016-01-15', date '2019-01-15', date '2019-01-15', 5000000, 1, 2
  from household h join household_member m on m.household_id = h.id and m.is_head
  cross join (select id from programme_terms where code = 'gansu-2016') terms
  order by h.id returning id::text`;
