import { describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';

const LATER = [
  ['agreement_amendment', 'in_force'],
  ['agreement_termination', 'confirmed'],
  ['countersign', 'confirmed'],
  ['insurance_endorsement', 'confirmed'],
  ['insurance_funding', 'confirmed'],
  ['insurance_loss', 'assessed'],
  ['insurance_own_proof', 'confirmed'],
  ['insurance_payout', 'confirmed'],
  ['insurance_payout_line', 'received'],
  ['insurance_policy', 'in_force'],
  ['insurance_subsidy_claim', 'approved'],
  ['insurance_subsidy_share', 'paid'],
  ['loan_dunning_strike', 'confirmed'],
  ['rate_reset_order', 'confirmed'],
  ['relief_undoing', 'confirmed'],
  ['county_payment', 'confirmed'],
  ['lending_suspension', 'lifted'],
  ['lending_warning', 'ended'],
  ['risk_fund_answer', 'confirmed'],
  ['risk_fund_back_payment', 'confirmed'],
  ['risk_fund_claim', 'approved'],
  ['risk_fund_loss_report', 'confirmed'],
  ['risk_fund_movement', 'confirmed'],
  ['risk_fund_recovery', 'confirmed'],
  ['risk_fund_statement', 'confirmed'],
  ['risk_fund_transfer', 'paid'],
  ['risk_fund_write_off', 'confirmed'],
  ['risk_fund_year', 'confirmed'],
] as const;

/** Tables that lack the guard, and why. */
const WITHOUT_GUARD: Readonly<Record<string, string>> = {
  account: 'an account of a person is opened active',
  household_credit: 'a ledger of the bank, signed by two, brings lines that stood',
  ...Object.fromEntries(
    [
      ...['agreement', 'dividend_due', 'dividend_payout', 'dividend_payout_line', 'dividend_receipt'],
      ...['dividend_recovery', 'dividend_report', 'document', 'import_file', 'loan', 'loan_change'],
      ...['mutual_bank_credit', 'mutual_distribution', 'mutual_entry', 'mutual_extension', 'mutual_loan'],
      ...['mutual_statement', 'mutual_write_off', 'notice', 'objection', 'payment_line', 'payment_order'],
      ...['print_job', 'programme_terms', 'relief_order', 'roster', 'share_allotment', 'share_change'],
      ...['share_dividend', 'share_issue', 'share_review', 'share_terms', 'subsidy_batch'],
      ...['subsidy_clawback', 'subsidy_portion'],
    ].map((table) => [table, 'held by other checks at most; not guarded at its birth yet']),
  ),
};

const database = useTestDatabase();

describe('what goes through states', () => {
  it.each(LATER)(
    '%s is not written at once as %s, not even by the owner of the tables',
    async (table, state) => {
      const refused = inSession(database().ownerUrl, (client) =>
        client.query(`insert into ${table} (state) values ($1)`, [state]),
      );
      await expect(refused).rejects.toMatchObject({ constraint: `${table}_begins` });
    },
  );

  it('has that guard in every table with a state, or stands among those without one', async () => {
    const { rows } = await inSession(database().ownerUrl, (client) =>
      client.query<{ name: string; guarded: boolean }>(
        `select c.table_name as name, exists (select from pg_trigger g where g.tgrelid = c.table_name::regclass
           and g.tgname = c.table_name || '_begins') as guarded
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = 'public' and c.column_name = 'state' and t.table_type = 'BASE TABLE' order by 1`,
      ),
    );
    const named = (wanted: boolean) =>
      rows.filter(({ guarded }) => guarded === wanted).map(({ name }) => name);
    expect(named(false)).toEqual(Object.keys(WITHOUT_GUARD).sort());
    expect(named(true)).toEqual(['loan_receipt', 'notice_letter', ...LATER.map(([table]) => table)].sort());
  });
});
