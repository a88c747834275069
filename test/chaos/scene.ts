import { join } from 'node:path';
import { createChance, type Chance } from '../../src/cli/demo/invented-people.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { progress, type ChaosOptions } from './options.ts';
import type { WorldOptions } from './world.ts';

/** What a scene found, in the order in which it is printed, and whether that is what must be found. */
export interface Outcome {
  readonly good: boolean;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** What every scene is given. */
export interface Setting {
  readonly home: string;
  readonly options: ChaosOptions;
  readonly chance: Chance;
  readonly acks: Acknowledgements;
  readonly say: (line: string) => void;
}

export const settingOf = (options: ChaosOptions, home: string): Setting => ({
  home,
  options,
  chance: createChance(options.seed),
  acks: new Acknowledgements(join(home, 'acknowledgements.ndjson')),
  say: progress,
});

export const worldOptions = ({ home, options, chance, acks, say }: Setting): WorldOptions => ({
  ...{ home, backend: options.backend, chance, acks, say },
});
