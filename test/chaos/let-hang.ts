import { setTimeout as delay } from 'node:timers/promises';
import type { PlainDate } from '../../src/kernel/date.ts';
import type { ClaimsLoad } from './claims-load.ts';

const A_WHILE_MS = 20_000;

/**
 * Waits for the last day of a notice. The quarters move the calendar; where they take their time it is moved
 * from here, but never past a settlement that is still to be opened.
 */
export async function letHang({ world, goOn, calendar }: ClaimsLoad, freeOn: PlainDate): Promise<void> {
  const patience = performance.now() + A_WHILE_MS;
  while (world.day() < freeOn && goOn()) {
    if (performance.now() > patience && freeOn < calendar.settlesOn) break;
    await delay(200);
  }
  await world.advance(freeOn);
}
