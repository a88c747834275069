import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import { CHROMIUM } from '../support/browser.ts';
import { expectClean, openBrowserDesk, type BrowserDesk } from '../support/browser-desk.ts';
import { approved, createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

/** A bar of the first colour. */
const BAR = 'svg path[fill="#0958d9"]:visible';

describe.skipIf(CHROMIUM === null)('a division in figures', () => {
  const database = useTestDatabase();
  let world: ClaimWorld;
  let desk: BrowserDesk;

  beforeAll(async () => {
    world = await createClaimWorld(database());
    await world.lend(2);
    await world.lend(1, { maturesOn: '2016-12-31', principal: 31_234_56n });
    const [batch = 0n] = await world.settle('2016-06-21');
    await approved(world, batch);
    await world.settle('2016-09-21');
    await world.setDay('2017-01-20');
    await world.job(countArrears);
    desk = await openBrowserDesk(world.test.app);
  });
  afterAll(async () => {
    await desk.close();
    await world.close();
  });

  it('is drawn with a table behind each chart, and every number leads to its list', async () => {
    const watched = await desk.open('office', '/overview');
    const { page } = watched;
    await page.getByRole('heading', { level: 1, name: /总览/ }).waitFor();
    await page.getByRole('img', { name: '逾期分布' }).locator(BAR).first().waitFor();
    await page.getByRole('img', { name: '按季贴息' }).locator(BAR).first().waitFor();
    const late = page.getByRole('row', { name: /11至30天/ });
    expect(await late.innerText()).toMatch(/1\s+31,234\.56/);
    await expectClean(watched);
    await late.getByRole('link', { name: '1' }).click();
    await page.getByRole('heading', { level: 1, name: '逾期贷款' }).waitFor();
    expect(new URL(page.url()).searchParams.get('bucket')).toBe('d11_30');
    await page.getByText(/本页 1 行/).waitFor();
    await page.goBack();
    await page.getByRole('img', { name: '逾期分布' }).locator(BAR).first().waitFor();
    await expectClean(watched);
    await page.close();
  });

  it('goes down to the township and back up by its way', async () => {
    const watched = await desk.open('office', '/overview');
    const { page } = watched;
    await page.getByRole('link', { name: '红崖镇' }).click();
    await page.getByRole('heading', { level: 1, name: '总览 红崖镇' }).waitFor();
    await expectClean(watched);
    await page.locator('.ant-breadcrumb').getByRole('link').first().click();
    await page.getByRole('link', { name: '红崖镇' }).waitFor();
    await page.getByRole('img', { name: '逾期分布' }).waitFor();
    await expectClean(watched);
    await page.close();
  });
});
