import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';
import { copyOf, forgery, refusalOf, type Forgery } from '../../support/forgery.ts';
import { createInstalmentWorld, type InstalmentWorld } from '../../support/instalment-claims.ts';
import { claimOf, idOf, must } from '../../support/risk-fund-world.ts';
import { untilTheyWait } from '../../support/two-sessions.ts';

const database = useTestDatabase();
let stage: InstalmentWorld;
/** The first instalment, compensated; and a claim of the second that the office gave back. */
let paid: string;
let model: string;
beforeAll(async () => {
  stage = await createInstalmentWorld(database());
  const { world, loan } = stage;
  await stage.dun('2017-07-03');
  await world.setDay('2017-09-10');
  paid = (await stage.compensate({ principal: '20000.00', interest: '1000.00' }, '2017-10-09')).id;
  await stage.dun('2018-07-02');
  await world.setDay('2018-09-09');
  const filed = await world.post('officer', '/risk-fund-claims', claimOf(loan, SECOND));
  model = idOf(filed);
  must(await world.post('office', `/risk-fund-claims/${model}/returns`, { remark: '重新核对' }));
});
afterAll(() => stage.world.close());

const SECOND = { principal: '20000.00', interest: '0.00' };

/** A claim like the one given back, filed once more, with its shares and papers. */
const filed = (changes: object = {}): string =>
  copyOf(
    'risk_fund_claim',
    { id: 900, claim_no: 'X', state: 'filed', reason: null, ended_on: null, ...changes },
    `id = ${model}`,
  ) +
  `insert into risk_fund_claim_share select (jsonb_populate_record(s, '{"claim_id": 900}')).*
   from risk_fund_claim_share s where claim_id = ${model};
   insert into risk_fund_claim_file select (jsonb_populate_record(f, '{"claim_id": 900}')).*
   from risk_fund_claim_file f where claim_id = ${model};`;

const unguarded = (table: string, sql: string): string =>
  `alter table ${table} disable trigger user; ${sql};`;
const recovered = (changes: string): string =>
  `insert into risk_fund_recovery (claim_id, county_code, bank_id, received_on, return_by, gross_fen, cost_fen, bank_serial,
     entered_by, entered_on)
   select c.id, c.county_code, c.bank_id, c.paid_on, c.paid_on, 9000000, 0, 'LS-1', 1, '2018-09-09'
   from risk_fund_claim c where ${changes};`;

/** What covers the loan: a fen less than its two instalments. */
const COVERED = `insert into risk_fund_cover (fund_id, terms_id, loan_id, county_code, bank_id, measured_on, cause, pool_fen,
    cap_fen, earlier_fen, total_fen, outstanding_fen, covered_fen)
  select fund_id, terms_id, loan_id, county_code, bank_id, filed_on, 'injection', 3999999, 3999999, 0, 5000000, 5000000, 3999999
  from risk_fund_claim limit 1`;

const STRETCH = 'risk_fund_claim_stretch';
const DUE = 'risk_fund_claim_due';
const COVER = 'risk_fund_claim_stretch_cover';
const forgeries = (): Forgery[] => [
  forgery('-', 'what the office gave back, as it was', filed(), 'accepted'),
  forgery(STRETCH, 'from inside the one before', filed({ principal_from_fen: 1_999_999 })),
  forgery(STRETCH, 'with a gap to the one before', filed({ principal_from_fen: 2_000_001 })),
  forgery(STRETCH, 'interest that the one before holds', filed({ interest_from_fen: 0 })),
  forgery(STRETCH, 'the whole loan', filed({ principal_from_fen: null, interest_from_fen: null })),
  forgery(DUE, 'more than what has waited', filed({ principal_fen: 2_000_001 })),
  forgery(DUE, 'by the day of another instalment', filed({ due_on: '2017-06-12' })),
  forgery(
    ...([COVER, 'more than the cover leaves'] as const),
    unguarded('risk_fund_cover', COVERED) + filed(),
  ),
  forgery(
    ...([COVER, 'more interest than the cap of the loan leaves'] as const),
    unguarded(
      'risk_fund_terms',
      `update risk_fund_terms set interest_cap_fen = 100000, loss_basis = 'principal_and_interest_capped'`,
    ) + filed({ loss_fen: 2_000_001, interest_fen: 1 }),
  ),
  forgery(
    'risk_fund_claim_stretch_disposal',
    'net of a sale that is the loan’s',
    filed({ disposed_fen: 100, loss_fen: 1_999_900 }),
  ),
  forgery(
    'risk_fund_write_off_running',
    'written off while the loan goes on',
    `insert into risk_fund_write_off (claim_id, county_code, bank_id, loan_id, outstanding_fen, fund_lacks_fen,
       others_lack_fen, document_no, reason, proposed_by, proposed_on)
     select c.id, c.county_code, c.bank_id, c.loan_id, l.outstanding_fen, 0, 0, '核销〔2018〕1号', '试', 1, '2018-09-09'
     from risk_fund_claim c join loan l on l.id = c.loan_id where c.id = ${paid}`,
  ),
  forgery(
    'risk_fund_recovery_serial',
    'one receipt of two loans',
    recovered(`c.id = ${paid}`) +
      unguarded(
        'risk_fund_claim',
        `update risk_fund_claim set loan_id = ${stage.other} where id = ${model}`,
      ) +
      `alter table risk_fund_recovery disable trigger risk_fund_recovery_new;
       insert into risk_fund_recovery (claim_id, county_code, bank_id, received_on, return_by, gross_fen, cost_fen,
         bank_serial, entered_by, entered_on)
       select ${model}, county_code, bank_id, received_on, return_by, 1, 0, bank_serial, 1, entered_on
       from risk_fund_recovery`,
  ),
  forgery(
    'risk_fund_recovery_rest',
    'left to the household while its loan is owed',
    `alter table risk_fund_recovery disable trigger user;
     alter table risk_fund_recovery enable trigger risk_fund_recovery_beyond;
     ${recovered(`c.id = ${paid}`)}
     update risk_fund_recovery set state = 'confirmed', confirmed_no = 1, fund_fen = 0, others_fen = 0,
       beyond_fen = owed_beyond_loss(claim_id), rest_fen = gross_fen - owed_beyond_loss(claim_id), decided_by = 2, decided_on = entered_on`,
  ),
];

describe('a claim by instalments', () => {
  it('is what the owner of the tables cannot forge either', async () => {
    const rows = forgeries();
    const said = await inSession(database().ownerUrl, async (client) => {
      const found: string[] = [];
      for (const row of rows) found.push(await refusalOf(client, row.sql));
      return found;
    });
    const shown = ({ what }: Forgery, refused = ''): string => `${what}: ${refused}`;
    expect(rows.map((row, at) => shown(row, said[at]))).toEqual(rows.map((row) => shown(row, row.named)));
  });

  it('is filed once by two who file at once, and the other is told', async () => {
    const { world, loan } = stage;
    const post = () => world.post('officer', '/risk-fund-claims', claimOf(loan, SECOND));
    const replies = await inSession(database().ownerUrl, (holder) =>
      inSession(database().ownerUrl, async (watcher) => {
        await holder.query('begin; lock table risk_fund_claim in share mode');
        const both = [post(), post()].map((request) => Promise.resolve(request));
        await untilTheyWait(watcher, 2);
        await holder.query('commit');
        return Promise.all(both);
      }),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = replies.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'risk-fund.claim-moved-on' });
    const open = `select count(*)::int as n from risk_fund_claim where loan_id = $1 and state = 'filed'`;
    expect(await world.sql(open, [String(loan)])).toEqual([{ n: 1 }]);
  });
});
