import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedRegions } from '../../src/domains/organisation/index.ts';
import { seedReference } from '../../src/domains/programme/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import {
  enterOrganisation,
  logIn,
  openAccount,
  openTestApp,
  PASSWORD,
  type TestApp,
} from '../support/app.ts';
import { CHROMIUM, launchBrowser, seriousBarriers, watchPage, type Watched } from '../support/browser.ts';
import { useTestDatabase } from '../support/database.ts';
import { asSystem, COUNTY } from '../support/register-world.ts';
import { residentId } from '../support/resident-id.ts';

const TRICKY = '<img src=x onerror=alert(1)>';

describe.skipIf(CHROMIUM === null)('the console in a browser', () => {
  const database = useTestDatabase();
  let test: TestApp;
  let server: Server;
  let origin = '';
  let browser: Browser;

  beforeAll(async () => {
    test = openTestApp(database());
    await asSystem(test, seedRegions);
    await asSystem(test, seedReference);
    const village = await anyVillage(database().ownerUrl);
    await enterPeople(village.slice(0, 9));
    await registerHousehold(village);
    server = createServer(test.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await test.close();
  });

  async function enterPeople(townshipCode: string): Promise<void> {
    const organisationId = await enterOrganisation(database(), {
      countyCode: COUNTY,
      kind: 'poverty_office',
    });
    const county = { level: 'county', code: COUNTY } as const;
    const township = { level: 'township', code: townshipCode } as const;
    await openAccount(test, {
      username: 'office',
      role: 'county_office',
      organisationId,
      scope: county,
      human: 1,
    });
    await openAccount(test, {
      username: 'township',
      role: 'township_clerk',
      organisationId,
      scope: township,
      human: 2,
    });
  }

  async function registerHousehold(village: string): Promise<void> {
    const registered = await request(test.app)
      .post('/api/v1/households')
      .set('authorization', `Bearer ${await logIn(test, 'office')}`)
      .set('idempotency-key', 'console-household')
      .send({
        region_code: village,
        household_no: 'K0001',
        members: [{ name: TRICKY, id_no: residentId('19650305', 1), relation: 'householder' }],
        status: 'registered_poor',
        registered_on: '2014-06-01',
      });
    expect(registered.body).toMatchObject({ id: expect.any(String) });
  }

  async function sitDown(username: string, address = '/'): Promise<Watched> {
    const watched = await watchPage(browser, origin);
    const { page } = watched;
    await page.goto(`${origin}/login.html?next=${encodeURIComponent(address)}`);
    await page.fill('#username', username);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit]');
    await page.locator('h1').waitFor();
    return watched;
  }

  async function expectClean({ page, complaints, outside }: Watched): Promise<void> {
    expect(await seriousBarriers(page)).toEqual([]);
    expect(outside).toEqual([]);
    expect(complaints).toEqual([]);
  }

  it('asks who comes, says what is wrong, and leads to where one wanted to go', async () => {
    const watched = await watchPage(browser, origin);
    const { page } = watched;
    await page.goto(`${origin}/households`);
    await page.waitForURL(/login\.html/);
    await page.fill('#username', 'office');
    await page.fill('#password', 'wrong');
    await page.click('button[type=submit]');
    await expect.poll(() => page.locator('#refusal').textContent()).toMatch(/用户名|密码/);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit]');
    await page.getByRole('heading', { level: 1, name: '农户' }).waitFor();
    await page.getByText('K0001').waitFor();
    await page.close();
  });

  it('finds the work of the desk and reaches its decision in two clicks', async () => {
    const watched = await sitDown('township');
    const { page } = watched;
    await page.getByText('待复核的农户身份').waitFor();
    await page.getByText('K0001').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '复核身份记录' }).click();
    await expectClean(watched);
    await decide(page);
    await page.getByText('复核身份记录：已办理').first().waitFor();
    await expectClean(watched);
    await page.close();
  });

  it('shows no page and no button that the post lacks, and runs nothing out of a name', async () => {
    const watched = await sitDown('office', '/households');
    const { page } = watched;
    await page.getByText(TRICKY).first().waitFor();
    expect(await page.locator('main img, [role=main] img').count()).toBe(0);
    // a county office registers households, and leaves their review to another desk
    expect(await page.getByRole('button', { name: '登记建档立卡户' }).count()).toBe(1);
    await page.getByText('K0001').click();
    await page.getByRole('heading', { level: 1, name: /农户/ }).waitFor();
    expect(await page.getByRole('button', { name: '复核身份记录' }).count()).toBe(0);
    await expectClean(watched);
    await page.close();
  });
});

async function decide(page: Page): Promise<void> {
  await page.getByRole('switch', { name: '是否通过' }).click();
  await page.getByRole('button', { name: '提交' }).click();
}

const anyVillage = (url: string): Promise<string> =>
  inSession(url, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      `select code from region where county_code = '${COUNTY}' and level = 'village' order by code limit 1`,
    );
    return rows[0]?.code ?? '';
  });
