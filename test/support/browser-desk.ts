import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { expect } from 'vitest';
import { PASSWORD } from './app.ts';
import { launchBrowser, seriousBarriers, watchPage, type Watched } from './browser.ts';

/** A browser before the product as one server. */
export interface BrowserDesk {
  /** A page on which somebody has logged in, on the way to an address. */
  open(username: string, address?: string): Promise<Watched>;
  close(): Promise<void>;
}

export async function openBrowserDesk(app: Express): Promise<BrowserDesk> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  return {
    open: async (username, address = '/') => {
      const watched = await watchPage(browser, origin);
      const { page } = watched;
      await page.goto(`${origin}/login.html?next=${encodeURIComponent(address)}`);
      await page.fill('#username', username);
      await page.fill('#password', PASSWORD);
      await page.click('button[type=submit]');
      return watched;
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** No barrier, no breach of the policy, nothing asked of anybody else. */
export async function expectClean({ page, complaints, outside }: Watched): Promise<void> {
  expect(await seriousBarriers(page)).toEqual([]);
  expect(outside).toEqual([]);
  expect(complaints).toEqual([]);
}
