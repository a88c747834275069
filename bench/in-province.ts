import type pg from 'pg';
import type { Runtime } from '../src/platform/runtime.ts';
import { inRuntime, type RuntimeSetting } from './in-runtime.ts';
import { generateProvince, type Province } from './province.ts';
import { prepareReference } from './reference.ts';

export interface Setting extends Pick<RuntimeSetting, 'settings'> {
  readonly province: Province;
  readonly progress: (text: string) => void;
}

/** Runs `work` in a province of its own, which is gone afterwards. */
export const inProvince = <T>(
  { province, progress, ...setting }: Setting,
  work: (runtime: Runtime, client: pg.Client) => Promise<T>,
): Promise<T> =>
  inRuntime(async (runtime, client) => {
    await prepareReference(runtime);
    progress(`generating ${province.loans} loans in ${province.counties} counties`);
    await generateProvince(runtime, client, province);
    return work(runtime, client);
  }, setting);
