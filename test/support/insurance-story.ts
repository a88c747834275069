import { confirmWork } from '../../src/domains/countersign/actions/decide-work.ts';
import { confirmPolicy, postPolicy } from '../../src/domains/farm-insurance/actions/confirm-policy.ts';
import * as list from '../../src/domains/farm-insurance/actions/draw-payout.ts';
import {
  decideEndorsement,
  enterEndorsement,
} from '../../src/domains/farm-insurance/actions/endorse-policy.ts';
import { enterFunding, settleFunding } from '../../src/domains/farm-insurance/actions/enter-funding.ts';
import { enterPolicy } from '../../src/domains/farm-insurance/actions/enter-policy.ts';
import { fileSubsidyClaim } from '../../src/domains/farm-insurance/actions/file-subsidy-claim.ts';
import { instructSubsidy } from '../../src/domains/farm-insurance/actions/instruct-subsidy.ts';
import { enterTerms, insuranceTermsWork } from '../../src/domains/farm-insurance/actions/publish-terms.ts';
import { decideOwnProof, enterOwnProof } from '../../src/domains/farm-insurance/actions/prove-own-part.ts';
import { recordReceipts } from '../../src/domains/farm-insurance/actions/record-receipts.ts';
import { assessLoss, reportLoss } from '../../src/domains/farm-insurance/actions/report-loss.ts';
import * as step from '../../src/domains/farm-insurance/actions/take-subsidy-step.ts';
import { settleSubsidyShare } from '../../src/domains/farm-insurance/index.ts';
import { LEVELS } from '../../src/domains/farm-insurance/core/levels.ts';
import type { NewInsuranceTerms } from '../../src/domains/farm-insurance/core/insurance-rows.ts';
import type { Role } from '../../src/domains/identity/index.ts';
import { recordBankAnswer, writeBankFile, type PaymentOrder } from '../../src/domains/payment/index.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import type { OrganisationId, PersonId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Context } from '../../src/platform/context.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { one, sql, type Tx } from '../../src/platform/db.ts';

type As = <T>(
  role: 'county_office' | 'finance_payer' | 'bank_officer',
  day: PlainDate,
  work: (tx: Tx, context: Context) => Promise<T>,
) => Promise<T>;
type Work<T> = (tx: Tx, context: Context) => Promise<T>;

const COUNTY = '620102';
const VILLAGE = '620102101200';
const ACCOUNT = '621700000000077';

const TERMS: NewInsuranceTerms = {
  ...{ product_code: 'potato', product: '马铃薯种植保险', kind: 'crop', unit: 'mu', unit_places: 2 },
  ...{
    document_no: '县农险〔2016〕1号',
    effective_from: date('2016-01-01'),
    effective_to: date('2016-12-31'),
  },
  ...{ sum_insured_fen: 400_00n, premium_percent: 55_000 },
  poor_shares: [400_000, 300_000, 50_000, 250_000, 0],
  other_shares: [400_000, 250_000, 50_000, 100_000, 200_000],
  ...{ least_loss_percent: 300_000, total_loss_percent: 800_000, deductible_percent: 100_000 },
  ...{ publicity_days: 3, publicity_day_kind: 'natural', pay_within_days: 10 },
  ...{ remind_before_days: 3, poor_statuses: ['registered_poor', 'relapsed', 'monitored'] },
  ...{ poor_own_payer: null, other_own_payer: null, endorsement_premium: 'by_days' },
  ...{ stage_names: [], stage_percents: [] },
};

/** One household of the village on the register, the others not; one of them with a card. */
const REGISTER = `
insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
  select id, county_code, 'registered_poor', '2015-01-01', 'ledger_import', 1 from household where household_no = 'V1';
insert into organisation (kind, name, uscc, region_id, county_code, account_name, account_no, account_bank)
  select 'insurer', '某农业保险公司', '91620102MA00000077', id, '620102', '某农业保险公司', '622848000000077', '农业银行'
  from region where code = '620102000000'`;

/** Potatoes of two households are insured, subsidised and hit by hail; the poor one receives its claim. */
export async function playInsurance(as: As): Promise<void> {
  const insurer = await as('county_office', date('2016-04-18'), async (tx) => {
    await tx.raw(REGISTER);
    return one((await sql<{ id: bigint }>(tx, `select id from organisation where kind = 'insurer'`, [])).rows)
      .id;
  });
  const by = <T>(role: Role, person: bigint, day: string, work: Work<T>): Promise<T> =>
    as('county_office', date(day), (tx, context) => {
      const enterprise = role === 'insurer_clerk' ? (insurer as OrganisationId) : null;
      const scope = { ...context.actor.scope, enterprise };
      return work(tx, { ...context, actor: { ...context.actor, role, personId: person as PersonId, scope } });
    });
  const policy = await insure(by);
  await subsidise(as, by);
  await compensate(by, policy);
  await endorse(by, policy);
}

/** One household's plot is given up, the other's grows by one, from September on. */
async function endorse(by: By, policyId: bigint): Promise<void> {
  const { id } = await by('insurer_clerk', 1n, '2016-08-20', (tx, context) =>
    enterEndorsement(tx, context, {
      ...{ policy_id: policyId, endorsement_no: 'PG2016-0001', reason: '退耕还林' },
      ...{ signed_on: date('2016-08-20'), from_on: date('2016-09-01') },
      lines: [
        { household_no: 'V1', added: [{ object_no: 'P4', units: '1' }], ended: [] },
        { household_no: 'V2', added: [], ended: ['P2'] },
      ],
    }),
  );
  await by('county_office', 2n, '2016-08-21', (tx, context) =>
    decideEndorsement(tx, context, { id, outcome: 'confirmed' }),
  );
}

type By = <T>(role: Role, person: bigint, day: string, work: Work<T>) => Promise<T>;

async function insure(by: By): Promise<bigint> {
  const plot = (household_no: string, object_no: string) => ({
    household_no,
    objects: [{ object_no, units: '3.33' }],
  });
  const asked = await by('finance_approver', 3n, '2016-04-18', (tx, context) =>
    enterTerms(tx, context, { county: COUNTY, terms: TERMS }),
  );
  await by('county_office', 2n, '2016-04-18', (tx, context) =>
    confirmWork(tx, context, [insuranceTermsWork], asked.id),
  );
  const { id } = await by('insurer_clerk', 1n, '2016-04-20', (tx, context) =>
    enterPolicy(tx, context, {
      ...{ policy_no: 'PNX2016-0001', village_code: VILLAGE, product_code: 'potato', kind: 'collective' },
      ...{ signed_on: date('2016-04-18'), covers_from: date('2016-05-01'), covers_to: date('2016-09-30') },
      ...{ own_paid_on: date('2016-04-19'), own_receipt_no: '收据1' },
      lines: [plot('V1', 'P1'), plot('V2', 'P2')],
    }),
  );
  await by('insurer_clerk', 1n, '2016-04-20', (tx, context) => postPolicy(tx, context, id));
  await by('county_office', 2n, '2016-04-24', (tx, context) => confirmPolicy(tx, context, id));
  return id;
}

async function subsidise(as: As, by: By): Promise<void> {
  for (const level of LEVELS) {
    const funding = await by('finance_reviewer', 5n, '2016-05-01', (tx, context) =>
      enterFunding(tx, context, {
        ...{ county_code: COUNTY, level, amount: fen(100_00n), received_on: date('2016-05-01') },
        ...{ document_no: '财金〔2016〕9号', bank_serial: `BFZJ-${level}` },
      }),
    );
    await by('finance_approver', 3n, '2016-05-01', (tx, context) =>
      settleFunding(tx, context, { id: funding.id, outcome: 'confirmed' }),
    );
  }
  await prove(by);
  const { id } = await by('insurer_clerk', 1n, '2016-05-02', (tx, context) =>
    fileSubsidyClaim(tx, context, { county_code: COUNTY, year: 2016, policy_ids: null }),
  );
  const input = { id, remark: null };
  await by('county_office', 2n, '2016-05-03', (tx, context) => step.reviewSubsidyClaim(tx, context, input));
  await by('county_office', 2n, '2016-05-03', (tx, context) => step.postSubsidyClaim(tx, context, id));
  await by('finance_approver', 3n, '2016-05-10', (tx, context) =>
    step.approveSubsidyClaim(tx, context, input),
  );
  const { orders } = await as('finance_payer', date('2016-05-11'), (tx, context) =>
    instructSubsidy(tx, context, { ...input, bankId: 1n as OrganisationId }),
  );
  for (const order of orders) await answer(as, order);
}

/** What the households pay themselves came to the bank in one payment. */
async function prove(by: By): Promise<void> {
  const proof = await by('insurer_clerk', 1n, '2016-05-01', async (tx, context) => {
    const { rows } = await sql<{ id: bigint; household_fen: bigint }>(
      tx,
      'select id, household_fen from insurance_policy where household_fen > 0',
      [],
    );
    const policy = one(rows);
    return enterOwnProof(tx, context, {
      ...{ bank_id: 1n as OrganisationId, bank_serial: 'ZJ-0001', paid_on: date('2016-04-19') },
      ...{ amount: fen(policy.household_fen), policies: [{ policy_id: policy.id, line_nos: null }] },
    });
  });
  await by('county_office', 2n, '2016-05-01', (tx, context) =>
    decideOwnProof(tx, context, { id: proof.id, outcome: 'confirmed' }),
  );
}

async function answer(as: As, order: PaymentOrder): Promise<void> {
  const day = date('2016-05-12');
  await as('finance_payer', day, (tx, context) => writeBankFile(tx, context, order.id));
  await as('bank_officer', day, async (tx, context) => {
    const line = {
      ...{ lineNo: 1, amount: fen(order.total_fen), outcome: 'paid' as const, answeredOn: day },
      ...{ bankSerial: `BF${order.id}`, returnReason: '' },
    };
    await recordBankAnswer(tx, context, {
      ...{ orderId: order.id, answer: { orderNo: order.order_no, lines: [line] } },
      fileSha256: sha256(order.order_no),
    });
  });
  await as('finance_payer', day, (tx, context) => settleSubsidyShare(tx, context, order.subject_id));
}

async function compensate(by: By, policyId: bigint): Promise<void> {
  await by('county_office', 2n, '2016-07-09', async (tx, { cipher }) => {
    const binding = 'household.card_account';
    await sql(
      tx,
      `update household set card_account_cipher = ?, card_account_index = ?, card_account_last4 = '0077',
         card_account_name = head_name, card_bank_name = '某县农商银行' where household_no = 'V1'`,
      [cipher.seal(ACCOUNT, binding), cipher.blindIndex(ACCOUNT, binding)],
    );
  });
  const loss = await by('township_clerk', 5n, '2016-07-10', (tx, context) =>
    reportLoss(tx, context, {
      ...{ policyId, household_no: 'V1', cause: 'hail', happened_on: date('2016-07-08'), units: '3' },
    }),
  );
  await by('insurer_clerk', 1n, '2016-07-11', (tx, context) =>
    assessLoss(tx, context, {
      ...{
        id: loss.id,
        units: '3',
        loss_percent: 600_000,
        stage: null,
        surveyed_on: date('2016-07-10'),
        survey_no: '查勘1',
      },
    }),
  );
  const drawn = await by('insurer_clerk', 1n, '2016-07-12', (tx, context) =>
    list.drawPayout(tx, context, policyId),
  );
  await by('insurer_clerk', 1n, '2016-07-12', (tx, context) => list.postPayout(tx, context, drawn.id));
  await by('county_office', 2n, '2016-07-20', (tx, context) => list.confirmPayout(tx, context, drawn.id));
  const receipt = {
    line_no: 1,
    received_on: date('2016-07-21'),
    account_no: ACCOUNT,
    bank_serial: 'PK-0001',
  };
  await by('insurer_clerk', 1n, '2016-07-21', (tx, context) =>
    recordReceipts(tx, context, { id: drawn.id, lines: [receipt] }),
  );
}
