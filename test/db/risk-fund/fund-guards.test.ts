import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { OTHER_COUNTY } from '../../support/loan-world.ts';
import {
  approveAndPay,
  bankPays,
  claimOf,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  movement,
  openFund,
} from '../../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
let paid = '';
let filed = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  loans = await lendOwing(world, 3);
  fund = await openFund(world);
  await move(world, fund);
  for (const loan of loans) await dun(world, loan);
  paid = await fileAndPost(world, loans[0]!);
  await bankPays(world, await approveAndPay(world, paid), '2019-07-12');
  filed = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loans[1]!)));
});
afterAll(() => world.close());

/** What the database, asked as the owner of its schema, says to a statement: constraint, or SQLSTATE. */
async function refusal(text: string, values: readonly unknown[] = []): Promise<string> {
  try {
    await world.sql(text, values);
    return 'accepted';
  } catch (error) {
    const { constraint, code } = error as { constraint?: string; code?: string };
    return constraint ?? code ?? 'unknown';
  }
}

const copyOf = (table: string, changed: string, where: string): string =>
  `with was as (select * from ${table} where ${where}), made as (
     select (jsonb_populate_record(null::${table}, to_jsonb(was) || ${changed})).* from was)
   insert into ${table} overriding system value select * from made`;

describe('the tables of the fund refuse', () => {
  it('a claim changed after it was filed, and its shares', async () => {
    for (const change of ['loss_fen = loss_fen - 1', `documents = '{contract}'`, 'filed_by = filed_by'])
      expect([change, await refusal(`update risk_fund_claim set ${change} where id = $1`, [filed])]).toEqual([
        change,
        change.startsWith('filed_by') ? 'accepted' : 'SF001',
      ]);
    const share = `risk_fund_claim_share where claim_id = $1 and path = '2'`;
    expect(await refusal(`delete from ${share}`, [filed])).toBe('SF001');
    const less = `update risk_fund_claim_share set amount_fen = 0 where claim_id = $1 and path = '2'`;
    expect(await refusal(less, [filed])).toBe('SF001');
  });

  it('shares that are not the loss', async () => {
    const extra = copyOf(
      'risk_fund_claim_share',
      `'{"path": "3", "amount_fen": 1, "percent": 0}'`,
      `claim_id = ${filed} and path = '2'`,
    );
    expect(await refusal(extra)).toBe('SF003');
    const misplaced = copyOf(
      'risk_fund_claim_share',
      `'{"path": "1.4", "parent": "2"}'`,
      `claim_id = ${filed} and path = '2'`,
    );
    expect(await refusal(misplaced)).toBe('risk_fund_share_parent');
  });

  it('a second claim for a loan, a loss above what is covered, interest above what is owed', async () => {
    const other = (changes: object, where = `id = ${filed}`) =>
      refusal(
        copyOf('risk_fund_claim', `'${JSON.stringify({ id: 900, claim_no: 'DC-X', ...changes })}'`, where),
      );
    expect(await other({})).toBe('risk_fund_claim_one_open');
    const third = { loan_id: Number(loans[2]) };
    expect(await other({ ...third, loss_fen: 99_999_999 })).toBe('risk_fund_claim_within_loss');
    expect(await other({ ...third, interest_fen: 99_999_999 })).toBe('risk_fund_claim_interest_owed');
    // whatever is said to be owed: more than the contract makes in its term, with what the state has paid
    const more = { ...third, interest_fen: 80_000_00, owed_interest_fen: 80_000_00 };
    expect(await other(more)).toBe('risk_fund_claim_interest_owed');
    expect(await other({ ...third, covered_fen: 50_000_01 })).toBe('risk_fund_claim_covered');
    expect(await other({ ...third, triggered_on: '2019-12-01' })).toBe('risk_fund_claim_triggered');
    expect(await other({ ...third, principal_fen: 50_000_01 })).toBe('risk_fund_claim_within_debt');
    // whole but for its shares, which come with it or not at all
    expect(await other(third)).toBe('SF003');
  });

  it('steps out of order, and decisions twice by one person', async () => {
    const jump = (to: string) => refusal(`update risk_fund_claim set state = $2 where id = $1`, [filed, to]);
    expect(await jump('approved')).toBe('SF002');
    expect(await jump('returned')).toBe('risk_fund_claim_ended_with_reason');
    const decision = (changes: object) =>
      refusal(
        copyOf(
          'risk_fund_decision',
          `'${JSON.stringify({ id: 900, ...changes })}'`,
          `claim_id = ${filed} and step = 0`,
        ),
      );
    expect(await decision({ step: 1, act: 'review' })).toBe('risk_fund_decision_one_per_person');
    expect(await decision({ step: 3, act: 'approve' })).toBe('SF004');
    expect(await refusal(`update risk_fund_decision set remark = 'x' where claim_id = $1`, [filed])).toBe(
      'SF001',
    );
  });

  it('compensation of what was not approved, or of another sum', async () => {
    const order = (claim: string) =>
      copyOf(
        'payment_order',
        `'{"id": 900, "order_no": "X-9", "round": 9, "subject_id": ${claim}, "instructed_by": 1, "state": "instructed"}'`,
        `subject_kind = 'risk_fund_claim' and subject_id = ${paid}`,
      );
    const line = copyOf(
      'payment_line',
      `jsonb_build_object('id', 900, 'order_id', 900, 'state', 'sent', 'subject_ref', '${filed}', 'bank_serial', null,
         'answered_on', null, 'receipt_id', null)`,
      `subject_kind = 'risk_fund_claim' and subject_ref = '${paid}'`,
    );
    expect(await refusal(`${order(filed)}; ${line}`)).toBe('SF003');
    const decider = `(select person_id from risk_fund_decision where claim_id = ${paid} and act = 'review')`;
    const byDecider = order(paid)
      .replace(`'{"id": 900`, `jsonb_build_object('instructed_by', ${decider}) || '{"id": 900`)
      .replace(`, "instructed_by": 1`, '');
    expect(await refusal(byDecider)).toBe('risk_fund_payer_other_person');
  });

  it('money entered and confirmed by one person, twice, or changed', async () => {
    const id = idOf(await world.post('examiner', `/risk-funds/${fund}/movements`, movement()));
    const set = (change: string) => refusal(`update risk_fund_movement set ${change} where id = $1`, [id]);
    expect(await set(`state = 'confirmed', decided_by = entered_by, decided_on = entered_on`)).toBe(
      'risk_fund_movement_other_person',
    );
    expect(await set('amount_fen = 1')).toBe('SF001');
    expect(await refusal(copyOf('risk_fund_movement', `'{"id": 900}'`, `id = ${id}`))).toBe(
      'risk_fund_movement_once',
    );
    expect(await refusal(`delete from loan_dunning`)).toBe('SF001');
  });

  it('recovery before the payment, and more back than was borne', async () => {
    const recovery = {
      ...{ received_on: '2019-07-12', gross: '1.00', cost: '0.00', bank_serial: 'ZH-9' },
    };
    const id = idOf(await world.post('officer', `/risk-fund-claims/${paid}/recoveries`, recovery));
    const early = copyOf(
      'risk_fund_recovery',
      `'{"id": 900, "claim_id": ${filed}, "bank_serial": "Q-1"}'`,
      `id = ${id}`,
    );
    expect(await refusal(early)).toBe('risk_fund_recovery_after_payment');
    const beyond = `update risk_fund_claim_share set recovered_fen = amount_fen + 1 where claim_id = $1 and path = '1'`;
    expect(await refusal(beyond, [paid])).toBe('risk_fund_recovered_within');
    const unequal = `update risk_fund_recovery set state = 'confirmed', fund_fen = 1, others_fen = 0, rest_fen = 0,
      decided_by = 1, decided_on = received_on where id = $1`;
    expect(await refusal(unequal, [id])).toBe('risk_fund_recovery_whole');
  });

  it('terms that overlap or are edited, and a product covered twice', async () => {
    const terms = (changes: object) =>
      refusal(copyOf('risk_fund_terms', `'${JSON.stringify({ id: 900, ...changes })}'`, `fund_id = ${fund}`));
    expect(await terms({ effective_from: '2030-01-01' })).toBe('risk_fund_terms_overlap');
    expect(await refusal(`update risk_fund_terms set trigger_days = 30`)).toBe('SF001');
    expect(await refusal(copyOf('risk_fund_product', `'{}'`, `fund_id = ${fund}`))).toBe(
      'risk_fund_product_once',
    );
  });

  it('an account drawn below what lies in it', async () => {
    const draw = `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
      values ('posted', 'risk-fund.test', 'test', 1, '620821', '2019-07-12', '试') returning id)
      insert into posting select e.id, a.id, case when a.guarded then -99999999 else 99999999 end
      from e, ledger_account a where a.code in ('risk-fund:${fund}', 'risk-fund-compensation:${fund}')`;
    expect(await refusal(draw)).toBe('ledger_account_never_negative');
  });
});

describe('the rows of a fund', () => {
  const seen = (scope: { counties?: string[]; bank?: never }) =>
    world.loans.as(
      1,
      async (tx) => {
        const counts: number[] = [];
        for (const table of [
          'risk_fund',
          'risk_fund_terms',
          'risk_fund_movement',
          'risk_fund_claim',
          'loan_dunning',
        ])
          counts.push(Number((await tx(table).count<{ count: bigint }[]>('* as count'))[0]?.count));
        return counts.map((count) => count > 0);
      },
      scope,
    );

  it('are seen by their county; claims and dunning by their bank', async () => {
    expect(await seen({})).toEqual([true, true, true, true, true]);
    expect(await seen({ counties: [OTHER_COUNTY] })).toEqual([false, false, false, false, false]);
    expect(await seen({ bank: world.loans.secondBank as never })).toEqual([true, true, true, false, false]);
  });
});
