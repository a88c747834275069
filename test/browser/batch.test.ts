import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, type Watched } from '../support/browser.ts';
import { expectClean, openBrowserDesk, type BrowserDesk } from '../support/browser-desk.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

describe.skipIf(CHROMIUM === null)('a subsidy batch is decided on a page of its own', () => {
  const database = useTestDatabase();
  let world: ClaimWorld;
  let desk: BrowserDesk;
  let batchNo = '';

  beforeAll(async () => {
    world = await createClaimWorld(database());
    await world.lend(2);
    await world.settle('2016-06-21');
    await world.lend(1);
    const [batch = 0n] = await world.settle('2016-09-21');
    const path = `/subsidy-batches/${batch}`;
    const { lines_hash } = await world.batch(batch);
    await world.post('officer', `${path}/submissions`, { lines_hash });
    batchNo = ((await world.get('colleague', path)).body as { batch_no: string }).batch_no;
    desk = await openBrowserDesk(world.test.app);
  });
  afterAll(async () => {
    await desk.close();
    await world.close();
  });

  async function openBatch(username: string): Promise<Watched> {
    const watched = await desk.open(username);
    const { page } = watched;
    // the first click
    await page.locator('.opens').getByText(batchNo).click();
    await page.getByRole('heading', { level: 1, name: batchNo }).waitFor();
    return watched;
  }

  it('shows what changed, draws a sample, and writes it into the remark of the decision', async () => {
    const watched = await openBatch('office');
    const { page } = watched;
    await page.getByText('人民币').first().waitFor();
    await page.getByText(/↑ 增加 2 笔/).waitFor();
    await page.getByText(/↑ 增加 1,286\.44/).waitFor();
    await page.getByRole('heading', { name: '新增的笔 1' }).waitFor();
    expect(await page.getByRole('link', { name: 'HTL3' }).first().getAttribute('href')).toMatch(
      /^\/loans\/\d+$/,
    );
    await page.getByText(/已等待|今天到达/).waitFor();
    await page.getByText('指标不足').waitFor();
    const [first] = await page.getByRole('checkbox').all();
    await first?.check();
    await page.getByText('已看 1，共 3 笔').waitFor();
    await expectClean(watched);
    // the second click
    await page.getByRole('button', { name: '县扶贫办审核' }).click();
    const remark = page.getByRole('dialog').locator('textarea');
    expect(await remark.inputValue()).toMatch(/^抽查 3 笔，种子 [0-9a-f]{8}-1，已看 1 笔：HTL\d$/);
    await expectClean(watched);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText(/您已办理本轮的一个环节/).waitFor();
    await page
      .locator('.remark')
      .getByText(/抽查 3 笔/)
      .waitFor();
    expect(await page.getByRole('button', { name: '退回重报' }).count()).toBe(0);
    await page.close();
  });

  it('is returned by another with a common phrase, and says where it waits then', async () => {
    const watched = await openBatch('colleague');
    const { page } = watched;
    await page.getByRole('button', { name: '退回重报' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /计息天数与借款合同不符/ }).click();
    await expectClean(watched);
    await dialog.getByRole('button', { name: '提交' }).click();
    await page
      .locator('.remark')
      .getByText(/计息天数与借款合同不符/)
      .waitFor();
    await page.getByText(/现由其他岗位办理/).waitFor();
    await expectClean(watched);
    await page.close();
  });
});
