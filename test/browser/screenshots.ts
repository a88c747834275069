import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';

/**
 * `npm run screenshots`, beside `npm start` on the data of `npm run demo`: pages of several posts as
 * pictures, 1366 × 768, into docs/screenshots.
 */
const ORIGIN = process.env['SIFANG_URL'] ?? 'http://127.0.0.1:3000';
const PLACE = path.join(import.meta.dirname, '../../docs/screenshots');
const LOGINS = path.join(import.meta.dirname, '../../.sifang/demo/logins.txt');

interface Shot {
  readonly name: string;
  readonly username: string;
  readonly address: string;
}

const SHOTS: readonly Shot[] = [
  { name: 'work-county-office', username: 'fupin.huining', address: '/' },
  { name: 'decide-batch', username: 'caipi.huining', address: '/subsidy-batches/5' },
  { name: 'overview', username: 'fupin.huining', address: '/overview' },
  { name: 'loans', username: 'xindai.huining', address: '/loans' },
  { name: 'loan', username: 'xindai.huining', address: '/loans/5' },
  { name: 'register-loan', username: 'xindai.huining', address: '/loans/new' },
  { name: 'subsidy-batch', username: 'caishen.huining', address: '/subsidy-batches/1' },
  { name: 'risk-fund-claim', username: 'caishen.huining', address: '/risk-fund-claims/1' },
  { name: 'agreement', username: 'fupin.huining', address: '/agreements/3' },
  { name: 'dividend-dues', username: 'fupin.huining', address: '/dividend-dues' },
  { name: 'households', username: 'xiangzhen.huining', address: '/households' },
  { name: 'mutual-society', username: 'lishizhang.huishi', address: '/mutual-societies/1' },
  { name: 'audit', username: 'shenji', address: '/audit-entries' },
];

const password = (): string => {
  const [, found = ''] = /(?:password|密码)[^：:]*[：:]\s*(\S+)/i.exec(readFileSync(LOGINS, 'utf8')) ?? [];
  return found;
};

async function take(browser: Browser, { name, username, address }: Shot): Promise<void> {
  const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
  await page.goto(`${ORIGIN}/login.html?next=${encodeURIComponent(address)}`);
  await page.fill('#username', username);
  await page.fill('#password', password());
  await page.click('button[type=submit]');
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.locator('#work h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  // charts have been drawn
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(PLACE, `${name}.png`) });
  await page.close();
}

mkdirSync(PLACE, { recursive: true });
const browser = await launchBrowser();
for (const shot of SHOTS) {
  process.stderr.write(`${shot.name}\n`);
  await take(browser, shot);
}
await browser.close();
