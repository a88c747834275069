import { COUNTIES } from '../../src/cli/demo/cast.ts';
import type { Recipe } from './likely.ts';

const QINAN = COUNTIES.qinan.code;

/** What loans change into once they go wrong, and what comes back of them. */
export const RECOVERY_RECIPES: Readonly<Record<string, Recipe>> = {
  readFundRecoveryDues: async (ask) => {
    const fund = await ask.one<{ id: string }>(
      `select id::text from risk_fund where county_code = '${QINAN}'`,
    );
    return fund && { actor: ask.inCounty('county_office', QINAN), params: { id: fund.id } };
  },
};
