import { describe, expect, it } from 'vitest';
import { changeToFollow, reachesBack, statusEntitles } from '../../../src/domains/loan/core/follow-status.ts';

const KEEPING = { exitKeepsPolicy: true, movedAwayEffect: 'keep', struckOffEffect: 'stop' } as const;
const STRICT = {
  exitKeepsPolicy: false,
  movedAwayEffect: 'stop',
  struckOffEffect: 'stop_and_recover',
} as const;

describe('a status of the register', () => {
  it('entitles by the terms; struck off never does', () => {
    const statuses = [
      'registered_poor',
      'relapsed',
      'monitored',
      'exited_with_policy',
      'exited_without_policy',
      'moved_away',
      'struck_off',
    ];
    expect(statuses.map((status) => statusEntitles(status, KEEPING))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(statuses.map((status) => statusEntitles(status, STRICT))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('reaches back into paid periods when it gives back, or when the terms recover from the struck off', () => {
    expect(['struck_off', 'moved_away', 'relapsed'].map((status) => reachesBack(status, STRICT))).toEqual([
      true,
      false,
      true,
    ]);
    expect(reachesBack('struck_off', KEEPING)).toBe(false);
  });

  it('changes only what is out of step, and gives back only what the register took', () => {
    const entitled = { entitled: true, byRegister: false };
    const struck = { entitled: false, byRegister: true };
    const misused = { entitled: false, byRegister: false };
    expect(changeToFollow('struck_off', STRICT, entitled)).toEqual({
      kind: 'eligibility_lost',
      reason: '登记簿：清退',
    });
    expect(changeToFollow('relapsed', STRICT, struck)).toEqual({
      kind: 'eligibility_restored',
      reason: '登记簿：返贫',
    });
    expect(changeToFollow('relapsed', STRICT, misused)).toBeNull();
    expect(changeToFollow('relapsed', STRICT, entitled)).toBeNull();
    expect(changeToFollow('moved_away', STRICT, misused)).toBeNull();
  });
});
