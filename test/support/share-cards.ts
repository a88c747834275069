import type { ShareWorld } from './share-world.ts';
import { COUNTY } from './loan-world.ts';

/** Gives households a head who is a member and a card of their own, which money can reach. */
export async function giveCards(world: ShareWorld, households: readonly string[]): Promise<void> {
  await world.sql(
    `insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, sex,
       relation, is_head, joined_on)
     select id, county_code, head_name, 'sealed', 'head' || id, '620****0000', '1980-01-01', 'male', '户主', true, '2014-06-01'
     from household where county_code = $1 and id = any($2::bigint[])`,
    [COUNTY, households],
  );
  for (const household of households) {
    const account = `62170000${household.padStart(8, '0')}`;
    const [cipher, index] = await world.job(async (_tx, context) => [
      context.cipher.seal(account, 'household.card_account'),
      context.cipher.blindIndex(account, 'household.card_account'),
    ]);
    await world.sql(
      `update household set card_account_cipher = $1, card_account_index = $2, card_account_last4 = $3,
         card_account_name = head_name, card_bank_name = '某县农商银行' where id = $4`,
      [cipher, index, account.slice(-4), household],
    );
  }
}
