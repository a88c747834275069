import {
  drawUpAgreement,
  issueAgreement,
  recordSignature,
  type AgreementRow,
  type Manner,
  type Party,
  type Proposal,
  type SignatureInput,
  type SignatureOutcome,
} from '../../src/domains/agreement/index.ts';
import type { DocumentRow } from '../../src/domains/document/index.ts';
import type { LoanRow, RegisterLoanInput } from '../../src/domains/loan/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { AgreementId, LoanId, OrganisationId } from '../../src/kernel/ids.ts';
import type { Context, Scope } from '../../src/platform/context.ts';
import { createCipher } from '../../src/platform/crypto.ts';
import type { Tx } from '../../src/platform/db.ts';
import type { TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { PARTICULARS } from './agreement-particulars.ts';
import { application, loanSteps, OFFICER } from './loan-steps.ts';
import { COUNTY, createLoanWorld, type LoanWorld, type TestHousehold } from './loan-world.ts';
import { residentId } from './resident-id.ts';

export const PROPOSAL: Proposal = {
  amountFen: null,
  termMonths: null,
  floorPercent: null,
  frequency: null,
  governmentId: null,
  arrivedOn: 'disbursement',
  project: '肉牛养殖基地建设',
  particulars: PARTICULARS,
};

/** People of the four houses; the numbers are persons. */
export const CLERK = 7;
export const OFFICE = 8;

export interface SigningChanges {
  readonly role?: string;
  readonly manner?: Manner;
  readonly on?: string;
}

const RECORDERS: Readonly<Record<Party, string>> = {
  government: 'county_office',
  bank: 'bank_officer',
  enterprise: 'enterprise_clerk',
  household: 'county_office',
};

export interface AgreementWorld extends LoanWorld {
  readonly office: OrganisationId;
  /** A household whose numbers are sealed with the application's own key. */
  sealedHousehold(name?: string): Promise<TestHousehold>;
  /** A disbursed loan led by the enterprise. */
  ledLoan(changes?: Partial<RegisterLoanInput>, headName?: string): Promise<LoanRow>;
  drawn(loanId: LoanId, changes?: Partial<Proposal>): Promise<AgreementRow>;
  issue(id: AgreementId, version?: string): Promise<DocumentRow>;
  /** Drawn up and on paper. */
  issued(): Promise<AgreementRow>;
  sign(id: AgreementId, party: Party, changes?: SigningChanges): Promise<SignatureOutcome>;
  asRole<T>(role: string, work: (tx: Tx, context: Context) => Promise<T>): Promise<T>;
}

/** A signature as the party's own house would record it. */
export const signatureOf = (
  agreementId: AgreementId,
  party: Party,
  changes: SigningChanges = {},
): SignatureInput => ({
  agreementId,
  party,
  signerName: '某人',
  manner: changes.manner ?? (party === 'household' ? 'fingerprint' : 'signature_and_seal'),
  signedOn: date(changes.on ?? '2016-09-30'),
});

/** A transaction that waits inside until it is released. */
export function held(): { readonly until: Promise<void>; release(): void } {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release: () => release() };
}

let humans = 500;

export async function createAgreementWorld(
  test: TestApp,
  database: TestDatabase,
  today = '2016-09-30',
): Promise<AgreementWorld> {
  const world = await createLoanWorld(test, database, today);
  const office = await enterOffices(world);
  const steps = loanSteps(world);
  const sealedHousehold = (name = '张效良') => sealHousehold(world, name);
  const lend = async (changes: Partial<RegisterLoanInput>, headName?: string): Promise<LoanRow> => {
    const household = await sealedHousehold(headName);
    const led = { usageMode: 'enterprise_led', enterpriseId: world.enterprise } as const;
    const { id } = await steps.register({ ...application(household), ...led, ...changes });
    await steps.approve(id);
    await steps.sign(id);
    return steps.disburse(id);
  };
  const asRole: AgreementWorld['asRole'] = (role, work) => {
    const [person, scope] = houseOf(world, role);
    return world.as(
      person,
      (tx, context) => work(tx, { ...context, actor: { ...context.actor, role } }),
      scope,
    );
  };
  const drawn: AgreementWorld['drawn'] = (loanId, changes = {}) =>
    world.as(OFFICER, (tx, context) => drawUpAgreement(tx, context, loanId, { ...PROPOSAL, ...changes }));
  const issue: AgreementWorld['issue'] = (id, version = 'v2') =>
    world.as(OFFICER, (tx, context) => issueAgreement(tx, context, id, version));
  return {
    ...world,
    ...{ office, sealedHousehold, drawn, issue, asRole },
    ledLoan: (changes = {}, headName) => lend(changes, headName),
    issued: async () => {
      const agreement = await drawn((await lend({})).id);
      await issue(agreement.id);
      return agreement;
    },
    sign: (id, party, changes = {}) =>
      asRole(changes.role ?? RECORDERS[party], (tx, context) =>
        recordSignature(tx, context, signatureOf(id, party, changes)),
      ),
  };
}

function houseOf(world: LoanWorld, role: string): [number, Partial<Scope>] {
  if (role === 'enterprise_clerk') return [CLERK, { bank: null, enterprise: world.enterprise }];
  if (role === 'county_office') return [OFFICE, { bank: null }];
  return [OFFICER, {}];
}

async function enterOffices(world: LoanWorld): Promise<OrganisationId> {
  await world.sql(
    `update organisation set head_name = '王志明', phone = '0933-3325678', address = '某县城关镇安定街18号',
       account_name = name, account_no = '27011012000001234567', account_bank = '某县农村信用联社'`,
  );
  const rows = await world.sql<{ id: string }>(
    `insert into organisation (kind, name, region_id, county_code, head_name, phone, address)
     select 'poverty_office', '某县扶贫开发办公室', id, county_code, '李建国', '0933-3321234', '某县城关镇安定街1号'
     from region where code = $1 returning id::text`,
    [`${COUNTY}000000`],
  );
  return BigInt(rows[0]!.id) as OrganisationId;
}

async function sealHousehold(world: LoanWorld, name: string): Promise<TestHousehold> {
  const household = await world.household();
  const cipher = createCipher(Buffer.alloc(32, 7));
  const idNo = residentId('19800101', (humans += 1));
  await world.sql(
    `update household set head_name = $2, phone_cipher = $3, card_account_cipher = $4, card_account_index = $1::text,
       card_account_last4 = '5678', card_account_name = $2, card_bank_name = '某县农村信用联社' where id = $1::bigint`,
    [
      String(household.id),
      name,
      cipher.seal('13830312345', 'household.phone'),
      cipher.seal('6229890000012345678', 'household.card_account'),
    ],
  );
  await world.sql('update household_member set name = $2, id_no_cipher = $3 where household_id = $1', [
    String(household.id),
    name,
    cipher.seal(idNo, 'household_member.id_no'),
  ]);
  await world.sql(
    `insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked,
       birth_date, sex, relation, is_head, joined_on)
     select id, county_code, '刘秀英', 'sealed', 'spouse' || id, '620821********0022', '1982-01-01', 'female',
       'spouse', false, '2014-06-01' from household where id = $1`,
    [String(household.id)],
  );
  return household;
}
