import type { Counterexample } from './run-model.ts';

/** The report a person reads; the command line replays exactly this. */
export const tell = ({ commands, fault, seed, path }: Counterexample, most: number): string =>
  [
    `The product and the model disagree after ${commands.length} commands:`,
    ...commands.map((command, at) => `  ${at + 1}. ${command}`),
    ...fault.split('\n').map((line) => `  ✗ ${line}`),
    `Again: npm run model -- --seed ${seed} --commands ${most} --path ${path}`,
  ].join('\n');
