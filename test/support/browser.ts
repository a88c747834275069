import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';

const place = process.env['CHROMIUM'] || '/usr/bin/chromium';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of this machine; null when it has none, and the tests that need one are reported as skipped.
 */
export const CHROMIUM: string | null = isExecutable(place) ? place : null;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-gpu'] });

/** What went wrong on a page while it was looked at. */
export interface Watched {
  readonly page: Page;
  /** Console errors, uncaught errors and breaches of the content security policy. */
  readonly complaints: string[];
  /** Requests to anybody but ourselves. */
  readonly outside: string[];
}

/** Opens a page that notes what nobody should see; `origin` is where all of its requests must go. */
export async function watchPage(browser: Browser, origin: string): Promise<Watched> {
  const page = await browser.newPage({
    ...{ locale: 'zh-CN', viewport: { width: 1280, height: 900 } },
    // what fades in is judged when it is there
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  const outside: string[] = [];
  await page.exposeFunction('reportBreach', (text: string) => void complaints.push(text));
  await page.addInitScript(REPORT_BREACHES);
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) outside.push(url);
  });
  return { page, complaints, outside };
}

// runs in the page before anything of the page does
const REPORT_BREACHES = `document.addEventListener('securitypolicyviolation', (breach) =>
  window.reportBreach('policy: ' + breach.violatedDirective + ' ' + breach.blockedURI))`;

export interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly targets: readonly string[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Barriers on the page that axe-core calls serious or critical. */
export async function seriousBarriers(page: Page): Promise<Finding[]> {
  await page.evaluate(AXE);
  const findings = await page.evaluate<
    Finding[]
  >(`axe.run().then(({ violations }) => violations.map((violation) => ({
    id: violation.id, impact: violation.impact, targets: violation.nodes.map((node) => node.target.join(' ')),
  })))`);
  return findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}
