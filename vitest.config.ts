import { defineConfig } from 'vitest/config';
import { operations } from './web/operations-plugin.ts';

const databaseSetup = ['./test/support/global-setup.ts'];

// Files of a worker share the modules they import, which halves what the tests compute. So no module may
// remember what a test did: what a test needs to remember belongs to its world. Terms are remembered by the
// hash of their text, so a test that writes terms by hand gives them a hash of their own.
const shared = { isolate: false };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // what hangs is found; how long work takes on a starved machine is no failure (speed is measured by
    // bench/)
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: 'UTC' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'workers/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
    projects: [
      { extends: true, test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { extends: true, plugins: [operations()], test: { name: 'web', include: ['test/web/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 120_000 },
      },
      { extends: true, test: { name: 'golden', include: ['test/golden/**/*.test.ts'] } },
      {
        extends: true,
        test: { ...shared, name: 'db', include: ['test/db/**/*.test.ts'], globalSetup: databaseSetup },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          globalSetup: databaseSetup,
          testTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'model',
          include: ['test/model/**/*.test.ts'],
          globalSetup: databaseSetup,
          // about half a minute; a disagreement takes longer, until few commands show it
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [...databaseSetup, './test/support/build-pages.ts'],
        },
      },
    ],
  },
});
