import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { perform, type Summary } from '../../src/cli/demo/perform.ts';
import { calculate } from '../../src/domains/calculator/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openRuntime, prepareDatabase, type Runtime } from '../../src/platform/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const redisUrl = inject('redisUrl');
const BACKENDS = [
  { backend: 'PostgreSQL', present: true, settings: {} },
  { backend: 'Redis', present: redisUrl !== null, settings: { REDIS_URL: redisUrl ?? '' } },
];

interface StoredLine {
  readonly input: Record<string, unknown>;
  readonly stored: { readonly interest: string; readonly penalty: string; readonly subsidy: string };
}

interface RecomputedLines {
  readonly lines: readonly {
    readonly interest: string;
    readonly penalty: string;
    readonly subsidy: string;
  }[];
}

for (const { backend, present, settings } of BACKENDS) {
  describe.runIf(present)(`the story of the main job, queue on ${backend}`, () => {
    let database: TestDatabase;
    let runtime: Runtime;
    let home: string;
    let summary: Summary;
    const told: string[] = [];

    beforeAll(async () => {
      database = await createTestDatabase();
      home = mkdtempSync(join(tmpdir(), 'sifang-story-'));
      const config = readConfig({
        NODE_ENV: 'test',
        DATABASE_URL: database.ownerUrl,
        SIFANG_HOME: home,
        LOG_LEVEL: 'silent',
        ...settings,
      });
      await prepareDatabase(database.ownerUrl, config);
      runtime = await openRuntime(config, 'story');
      const out = join(home, 'demo');
      mkdirSync(out);
      summary = await perform(runtime, out, (line) => told.push(line));
    }, 170_000);

    afterAll(async () => {
      await runtime.close();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    });

    it('brings the good rows of four ledgers in and accounts for every row', () => {
      for (const seen of Object.values(summary.imports)) {
        expect(seen.accepted + seen.rejected).toBe(seen.rows);
        expect(seen.accepted).toBeGreaterThan(0);
        expect(seen.rejected).toBeGreaterThan(0);
      }
      expect(summary.imports['huining-rcb'].rows).toBeGreaterThan(1000);
    });

    it('names why each forbidden loan is refused', () => {
      expect(summary.refusals).toEqual(
        expect.arrayContaining([
          'loan.open-loan',
          'loan.not-on-roster',
          'loan.over-cap',
          'loan.over-term',
          'loan.rate-above-ceiling',
          'loan.forbidden-purpose',
          'household.not-found',
        ]),
      );
    });

    it('pays every approved fen once: payments, ledger and budget agree', () => {
      expect(summary.agree).toBe(true);
      expect(summary.returned_lines).toBe(2);
      expect(Number(summary.paid_yuan)).toBeGreaterThan(0);
      expect(summary.paid_yuan).toBe(summary.ledger_yuan);
      expect(summary.batches).toBe(8);
    });

    it('carries a bad loan to its end: dunned, claimed, compensated 7:3, partly recovered, reconciled', () => {
      expect(summary.fund).toEqual({ loss: '50000.00', compensated: '35000.00', recovered: '6860.00' });
      const lines = told.filter((line) => /次催收|申报：损失|追回|年度对账单/.test(line));
      expect(lines).toHaveLength(5);
      for (const kind of ['催收通知书', '风险补偿审批表', '拨付凭证', '年度对账单'])
        expect(summary.documents.filter((path) => path.includes(kind)).length, kind).toBeGreaterThan(0);
    });

    it('moves due dates by a relief order, and asks back what a household struck off was overpaid', () => {
      expect(summary.relieved).toBeGreaterThan(0);
      expect(Number(summary.clawed_back)).toBeGreaterThan(0);
      expect(summary.clawed_back_yuan).toBe(summary.clawed_back);
    });

    it('leaves every invariant whole', () => {
      expect(told.filter((line) => line.includes('不变量'))).toEqual([expect.stringContaining('全部相符')]);
      expect(summary.verified).toBe(true);
    });

    it('pays a hundred households their year to the fen, one of them out of the deposit', () => {
      expect(summary.dividends).toMatchObject({ households: 100, cured_yuan: '1838.36' });
      expect(told.filter((line) => line.includes('100 户 2016 年度分红全部到卡'))).toHaveLength(1);
    });

    it('pays the dividend of the shares to the holders of its record date', () => {
      expect(summary.shares.dividend_households).toBeGreaterThan(100);
      expect(told.filter((line) => line.includes('股份分红') && line.includes('全部到卡'))).toHaveLength(1);
    });

    it('prints a hundred agreements, the print job and the payment lists', () => {
      expect(summary.agreements).toBe(100);
      expect(summary.documents.length).toBeGreaterThanOrEqual(106);
      for (const path of summary.documents) {
        expect(existsSync(path)).toBe(true);
        expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
      }
    });

    it('stores what the calculator computes, to the fen, for every line', () => {
      const lines = readFileSync(summary.subsidy_lines, 'utf8').trim().split('\n');
      expect(lines).toHaveLength(summary.lines);
      for (const text of lines) {
        const { input, stored } = JSON.parse(text) as StoredLine;
        const { lines: recomputed } = calculate('subsidy', input) as unknown as RecomputedLines;
        expect(recomputed).toHaveLength(1);
        const [line] = recomputed;
        expect([line?.interest, line?.penalty, line?.subsidy]).toEqual([
          stored.interest,
          stored.penalty,
          stored.subsidy,
        ]);
      }
    });
  });
}
