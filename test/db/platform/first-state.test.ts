import { describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';

const LATER = [
  ['agreement_amendment', 'in_force'],
  ['agreement_termination', 'confirmed'],
  ['countersign', 'confirmed'],
  ['insurance_funding', 'confirmed'],
  ['insurance_loss', 'assessed'],
  ['insurance_own_proof', 'confirmed'],
  ['insurance_payout', 'confirmed'],
  ['insurance_payout_line', 'received'],
  ['insurance_policy', 'in_force'],
  ['insurance_subsidy_claim', 'approved'],
  ['insurance_subsidy_share', 'paid'],
  ['rate_reset_order', 'confirmed'],
] as const;

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
});
