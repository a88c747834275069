import { DEMO_PASSWORD, PLAYERS } from '../../../src/cli/demo/cast.ts';
import { playerAt } from '../../../src/cli/demo/play.ts';
import type { House } from '../../support/house.ts';
import type { Acknowledgements } from '../acknowledgements.ts';
import { RepaymentLoad, type LoadOptions } from './repayment-load.ts';

const LANES = 6;

/** Repayments at the counter of one bank of the story, and their review, until they are stopped. */
export async function repaymentsAt(
  house: House,
  acks: Acknowledgements,
  options: Pick<LoadOptions, 'prefix' | 'onDate' | 'believes503'>,
): Promise<RepaymentLoad> {
  const officer = playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-rcb' });
  const desk = await house.play.desk(officer);
  const page = await desk.get<{ items: { id: string }[] }>('/loans?state=disbursed&limit=60');
  const loans = page.items.map(({ id }) => id);
  const reviewer = playerAt(PLAYERS, { role: 'bank_reviewer', bank: 'huining-rcb' });
  const tokens = {
    officer: await tokenOf(house.url, officer),
    reviewer: await tokenOf(house.url, reviewer),
  };
  return new RepaymentLoad({ url: house.url, acks, lanes: LANES, loans, tokens, ...options });
}

/** A session of the cast. */
export async function tokenOf(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  });
  return ((await response.json()) as { token: string }).token;
}
