import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointsFor } from '../../src/app/endpoints.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { CHROMIUM, launchBrowser, seriousBarriers, watchPage } from '../support/browser.ts';
import { useTestDatabase } from '../support/database.ts';

const CODE = '2016A9K3M7P5R1TV';
const UNKNOWN = '0000000000000000';
const TRICKY = '<img src=x onerror=alert(1)>丰源合作社';

describe.skipIf(CHROMIUM === null)('public pages in a browser', () => {
  const database = useTestDatabase();
  let test: TestApp;
  let server: Server;
  let origin = '';
  let browser: Browser;

  beforeAll(async () => {
    await enterPaper(database().ownerUrl);
    test = openTestApp(database());
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

  it('shows every operation of the interface, from local files and without a complaint', async () => {
    const { page, complaints, outside } = await watchPage(browser, origin);
    await page.goto(`${origin}/docs`);
    await page.locator('.opblock').first().waitFor();
    const declared = endpointsFor({ sessionHours: 8 }).length;
    // a long list is drawn as far as one has scrolled
    const seen = new Set<string>();
    const readOn = async (): Promise<number> => {
      for (const block of await page.locator('.opblock').all())
        seen.add((await block.getAttribute('id')) ?? '');
      await page.mouse.wheel(0, 500);
      return seen.size;
    };
    await expect.poll(readOn, { interval: 50 }).toBe(declared);
    await page.mouse.wheel(0, -100_000);
    await page.locator('.opblock-summary-control').first().click();
    await page.locator('.opblock-body').first().waitFor();
    expect(outside).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await seriousBarriers(page)).toEqual([]);
    await page.close();
  });

  it('says of an unknown code that there is no such paper', async () => {
    const { page, complaints, outside } = await watchPage(browser, origin);
    const reply = await page.goto(`${origin}/v/${UNKNOWN}`);
    expect(reply?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('文书核验');
    expect(await page.locator('.absent').textContent()).toContain('没有这份文书');
    expect(outside).toEqual([]);
    // a browser notes the 404 of the page itself
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    expect(await seriousBarriers(page)).toEqual([]);
    await page.close();
  });

  it('shows what a known paper says, styled, and runs nothing that stands in it', async () => {
    const { page, complaints, outside } = await watchPage(browser, origin);
    await page.goto(`${origin}/v/${CODE.toLowerCase()}`);
    expect(await page.locator('.valid').textContent()).toBe('有效');
    expect(await page.locator('td').first().textContent()).toBe(TRICKY);
    expect(await page.locator('img').count()).toBe(0);
    const border = await page.evaluate(`getComputedStyle(document.querySelector('td')).borderTopStyle`);
    expect(border).toBe('solid');
    expect([...outside, ...complaints]).toEqual([]);
    expect(await seriousBarriers(page)).toEqual([]);
    await page.close();
  });
});

/** A paper as the register holds it, by plain SQL; its facts carry markup. */
const enterPaper = (ownerUrl: string): Promise<void> =>
  inSession(ownerUrl, async (client) => {
    await client.query(
      `insert into document (county_code, kind, subject_kind, subject_id, template_path, template_sha256, sheet,
         sheet_sha256, verification_code, verification_facts, issued_on)
       values ('620422', 'agreement', 'agreement', 1, 'agreement/four-party/v1', $1, '{}', $1, $2, $3, '2016-04-06')`,
      ['a'.repeat(64), CODE, JSON.stringify({ 经营主体: TRICKY })],
    );
  });
