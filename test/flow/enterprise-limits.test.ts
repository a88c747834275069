import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTICULARS } from '../support/agreement-particulars.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { OFFICER } from '../support/loan-steps.ts';
import { PROPOSAL } from '../support/agreement-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let enterprise: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  enterprise = String(world.agreements.enterprise);
});
afterAll(() => world.close());

const PROPOSED = {
  project: PROPOSAL.project,
  arrived_on: 'disbursement',
  particulars: { ...PARTICULARS, late_fee_percent: '0.05' },
};
let terms = '';
/**
 * A version as the shipped one with these limits; loans of the test are moved under it by the schema's owner.
 */
const limit = async (limits: object) => {
  const [row] = await world.sql<{ id: string }>(
    `insert into programme_terms (code, programme_code, product_code, title, document_no, effective_from, effective_to,
       county_code, parameters, parameters_hash, state, published_on)
     select 'limits-' || (select count(*) from programme_terms), programme_code, product_code, title, document_no, date '1990-01-01'
         + 10 * (select count(*)::int from programme_terms), date '1990-01-02' + 10 * (select count(*)::int from programme_terms),
       county_code, jsonb_set(parameters, '{dividend}', (parameters -> 'dividend') || $1::jsonb), gen_random_uuid()::text, state, published_on
     from programme_terms where id = (select terms_id from loan where id = $2::bigint) returning id::text`,
    [JSON.stringify(limits), String((await world.agreements.ledLoan()).id)],
  );
  terms = row?.id ?? '';
};
const under = async (id: bigint) => {
  await world.sql('alter table loan disable trigger user');
  await world.sql('update loan set terms_id = $2 where id = $1', [String(id), terms]);
  await world.sql('alter table loan enable trigger user');
  return String(id);
};
const loan = async () => under((await world.agreements.ledLoan()).id);
const draw = (loan_id: string) => world.post('officer', '/agreements', { loan_id, ...PROPOSED });
const means = (as_of: string, net_assets: string) =>
  world.post('office', `/enterprise-placements/${enterprise}/means`, {
    ...{ as_of, net_assets, source: '2015年度资产负债表' },
  });
const placement = async () =>
  (await world.get('officer', `/enterprise-placements/${enterprise}`)).body as Record<string, unknown>;

describe('one enterprise', () => {
  it('takes no more than its own means bear, by its latest statements', async () => {
    await limit({ enterprise_means_percent: 1_000_000 });
    await world.sql('update organisation set paid_in_capital_fen = null where id = $1', [enterprise]);
    const first = await loan();
    expect((await draw(first)).body.code).toBe('agreement.enterprise-means-unknown');
    expect((await means('2015-12-31', '100000.00')).status).toBe(201);
    expect((await means('2015-12-31', '200000.00')).body.code).toBe('agreement.means-twice');
    expect((await means('2016-10-01', '1.00')).body.code).toBe('agreement.means-ahead');
    expect((await world.post('officer', `/enterprise-placements/${enterprise}/means`, {})).status).toBe(403);
    expect((await draw(first)).status).toBe(201);
    expect((await draw(await loan())).status).toBe(201);
    const over = await draw(await loan());
    expect([over.status, over.body.code]).toEqual([422, 'agreement.enterprise-means']);
    expect(over.body.detail).toContain('150,000.00 元');
    expect(await placement()).toMatchObject({
      households: 2,
      placed: '100000.00',
      county_placed: '100000.00',
    });
    await means('2016-06-30', '99999.99');
    expect((await placement())['means']).toHaveLength(2);
  });

  it('leads no more households than the terms say, also when two officers ask at once', async () => {
    await limit({ enterprise_households_max: 3 });
    const loans = [await loan(), await loan(), await loan()];
    const replies = await Promise.all(loans.map(draw));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect(replies.find(({ status }) => status === 422)?.body.code).toBe('agreement.enterprise-households');
    const many = { loan_ids: loans, ...PROPOSED };
    const batch = await world.post('officer', '/agreement-drawings', many);
    expect(batch.body.drawn).toEqual([]);
  });

  it('holds no more than its share of the county, once there is much', async () => {
    await limit({ enterprise_share_max_percent: 500_000 });
    const next = await loan();
    expect((await draw(next)).body.code).toBe('agreement.enterprise-share');
    await limit({ enterprise_share_max_percent: 500_000, enterprise_share_above_yuan: 200_000 });
    expect((await draw(await under(BigInt(next)))).status).toBe(201);
    expect((await draw(await loan())).body.code).toBe('agreement.enterprise-share');
    await limit({ enterprise_amount_max_yuan: 200_000 });
    expect((await draw(await loan())).body.code).toBe('agreement.enterprise-amount');
  });

  it('is refused by the database itself, and when it has lost its standing before the last signature', async () => {
    await limit({ enterprise_amount_max_yuan: 250_000 });
    const issued = await world.agreements.drawn(BigInt(await loan()) as LoanId);
    await world.agreements.issue(issued.id);
    const { id: loanId, household_id: household } = await world.agreements.ledLoan();
    const forged = world.agreements.as(OFFICER, (tx) =>
      tx.raw(
        `insert into agreement (agreement_no, county_code, loan_id, household_id, bank_id, enterprise_id, government_id,
           terms_id, regime, amount_fen, principal_fen, floor_percent, floor_year_fen, profit_share_percent, term_months,
           dividend_due_day, project, particulars, drawn_up_by, drawn_up_on)
         select 'FORGED', county_code, ?, ?, bank_id, enterprise_id, government_id, terms_id, regime, amount_fen,
           principal_fen, floor_percent, floor_year_fen, profit_share_percent, term_months, dividend_due_day, project,
           particulars, drawn_up_by, drawn_up_on from agreement where id = ?`,
        [String(loanId), String(household), String(issued.id)],
      ),
    );
    await expect(forged).rejects.toMatchObject({ constraint: 'agreement_enterprise_limits' });
    for (const party of ['government', 'bank', 'enterprise'] as const)
      await world.agreements.sign(issued.id, party);
    await world.sql(`update organisation set standing = 'suspended' where id = $1`, [enterprise]);
    const last = await world.post('office', `/agreements/${String(issued.id)}/signatures`, {
      ...{ party: 'household', signer_name: '张效良', manner: 'fingerprint', signed_on: '2016-09-30' },
    });
    expect([last.status, last.body.code]).toEqual([422, 'agreement.enterprise-standing']);
  });
});
