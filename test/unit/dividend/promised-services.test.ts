import { describe, expect, it } from 'vitest';
import {
  promisedServices,
  type DeliveredService,
} from '../../../src/domains/dividend/core/promised-services.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const YEAR = { from: date('2016-12-20'), to: date('2017-12-20') };
const PROMISE = { training_sessions: 2, job_promise: '提供务工岗位1个' };
const training = (on: string, member = '张效良', content = '肉牛育肥'): DeliveredService => ({
  ...{ on_date: date(on), member_name: member, kind: 'training', content, days: 1, wage_fen: fen(0n) },
});
const work = (days: number, wage: bigint): DeliveredService => ({
  ...{ on_date: date('2017-07-01'), member_name: '刘秀英', kind: 'employment', content: '饲养', days },
  wage_fen: fen(wage),
});

describe('what was promised beside what was delivered', () => {
  it('counts a training of two members once, and sums days and wages', () => {
    const services = [
      ...[training('2017-03-01'), training('2017-03-01', '刘秀英'), training('2017-05-01')],
      ...[work(20, 2_000_00n), work(10, 1_000_50n)],
    ];
    expect(promisedServices(PROMISE, services, YEAR)).toEqual([
      ['培训', '每年不少于2次免费产业技术培训', '2次，2人，共3天', '已达到'],
      ['务工', '提供务工岗位1个', '1人，共30天，工资3,000.50元', '已提供'],
    ]);
  });

  it('says what is missing, and that a part of a year is no year', () => {
    const [row] = promisedServices(PROMISE, [training('2017-03-01')], YEAR);
    expect(row?.slice(2)).toEqual(['1次，1人，共1天', '少1次']);
    const part = { from: date('2016-05-18'), to: date('2016-12-20') };
    expect(promisedServices(PROMISE, [], part).map((each) => each.slice(2))).toEqual([
      ['未提供', '少2次（本期不足一年）'],
      ['未提供', '未兑现'],
    ]);
  });

  it('lists nothing that was not promised', () => {
    expect(promisedServices({ training_sessions: null, job_promise: null }, [work(1, 1n)], YEAR)).toEqual([]);
  });
});
