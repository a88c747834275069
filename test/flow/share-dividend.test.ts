import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createShareWorld, shareTerms, type ShareWorld } from '../support/share-world.ts';

const database = useTestDatabase();
let world: ShareWorld;
beforeAll(async () => {
  world = await createShareWorld(database());
});
afterAll(() => world.close());

/** By the county's enterprise, which uses the village's asset. */
const PAID = { payer_id: '', pay_by: '2017-03-31' };
beforeAll(() => {
  PAID.payer_id = String(world.loans.enterprise);
});
const verdict = ([status, body]: Awaited<ReturnType<ShareWorld['ask']>>) => [status, body.code];

describe('a dividend by shares', () => {
  it('goes to the holders of the record date, not to those of the day it is declared', async () => {
    const village = await world.village([1, 1]);
    const [a = '', b = ''] = village.households;
    const issue = await world.registered(village, { terms: shareTerms({ collective_percent: '30' }) });
    const path = `/share-issues/${issue}/dividends`;
    const body = { year: 2016, profit: '12940.00', document_no: '合作社决算〔2016〕1号', ...PAID };
    await world.setDay('2016-12-02');
    expect(verdict(await world.ask('office', path, body))).toEqual([404, 'share.record-not-found']);
    await world.freeze();
    await world.standing(a, 'exited_with_policy', '2016-10-01');
    await world.reviewed(issue, 2016);
    await world.setDay('2017-02-01');
    expect(verdict(await world.ask('officer', path, body))).toEqual([403, 'permission.missing']);
    const [status, declared] = await world.ask('office', path, body);
    // 490 preferred shares: 2,940.00 of floors; 70 % of the 10,000.00 beyond by 245 : 245 : 210
    expect([status, declared]).toMatchObject([
      201,
      {
        ...{ floor: '2940.00', shared: '7000.00', due: '9940.00', retained: '0.00', state: 'proposed' },
        lines: [
          { household_id: a, shares: '245', floor: '1470.00', participating: '2450.00', due: '3920.00' },
          { household_id: b, due: '3920.00' },
          { household_id: null, floor: '0.00', due: '2100.00' },
        ],
      },
    ]);
    expect(verdict(await world.ask('office', path, body))).toEqual([409, 'dividend.declared']);
    const decisions = `/share-dividends/${declared.id}/decisions`;
    const outcome = { outcome: 'confirmed' };
    expect(verdict(await world.ask('office', decisions, outcome))).toEqual([403, 'permission.missing']);
    expect((await world.ask('approver', decisions, outcome))[1].state).toBe('confirmed');
    expect(verdict(await world.ask('approver', decisions, outcome))).toEqual([409, 'dividend.share-decided']);
    expect(await world.read('examiner', `/share-dividends/${declared.id}`)).toMatchObject({ due: '9940.00' });
  });

  it('is held by the database: whole, of the frozen holders, by two persons', async () => {
    const told = async (text: string): Promise<string | null> => {
      try {
        await world.sql(text);
        return null;
      } catch (error) {
        const { constraint, code } = error as { constraint?: string; code: string };
        return constraint ?? code;
      }
    };
    expect(await told('update share_dividend_line set due_fen = 1')).toBe('SF001');
    expect(await told('update share_dividend set profit_fen = 1')).toBe('SF001');
    expect(await told('delete from share_dividend')).toBe('SF001');
    const columns = `issue_id, county_code, dividend_year, terms_id, document_no, profit_fen, shared_fen, parts, floor_fen,
      participating_fen, retained_fen, due_fen, line_count, payer_id, pay_by, declared_by, declared_on`;
    const again = (lines: string) => `
      insert into share_record select issue_id, county_code, 2017, '2017-12-01', terms_id, total_units, null, '2017-12-01' from share_record where dividend_year = 2016;
      insert into share_record_holder (issue_id, dividend_year, county_code, household_id, share_class, units, lot_id)
        select r.issue_id, 2017, r.county_code, h.household_id, h.share_class, h.units, h.lot_id from share_record r, share_holdings_on(r.issue_id, '2017-12-01') h where r.dividend_year = 2017;
      insert into share_dividend (${columns}) select issue_id, county_code, 2017, terms_id, document_no, profit_fen, shared_fen, parts,
        floor_fen, participating_fen, retained_fen, due_fen, ${lines}, payer_id, pay_by, declared_by, declared_on from share_dividend where dividend_year = 2016;
      insert into share_dividend_line (dividend_id, issue_id, dividend_year, county_code, household_id, share_class, units, floor_fen,
        participating_fen, due_fen) select d.id, d.issue_id, 2017, d.county_code, h.household_id, h.share_class, h.units, 0, 1, 1
        from share_dividend d join share_record_holder h on h.issue_id = d.issue_id and h.dividend_year = 2017 where d.dividend_year = 2017`;
    expect(await told(again('2'))).toBe('share_dividend_whole');
  });
});
