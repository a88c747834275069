import { benchAgreements } from './agreements.ts';
import { benchAll, benchSmoke } from './all.ts';
import { benchClaims } from './claims.ts';
import { benchDividends } from './dividends.ts';
import { benchImport } from './import.ts';
import { benchLists } from './lists.ts';
import { benchRegister } from './register.ts';
import { benchScaling } from './scaling.ts';
import { benchSubsidy } from './subsidy.ts';

/** Name → benchmark. Each prints progress on standard error and one JSON line on standard output. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<Record<string, unknown>>>> = {
  agreements: benchAgreements,
  claims: benchClaims,
  dividends: benchDividends,
  import: benchImport,
  lists: benchLists,
  register: benchRegister,
  scaling: benchScaling,
  subsidy: benchSubsidy,
};

const [name, ...args] = process.argv.slice(2);
const bench = name === undefined ? undefined : BENCHES[name];
if (name === 'all') {
  process.exit(await benchAll());
} else if (name === 'smoke') {
  process.exit(await benchSmoke());
} else if (!bench) {
  console.error(
    `usage: npm run bench -- NAME [options]\n  NAME: all, smoke, ${Object.keys(BENCHES).join(', ')}`,
  );
  process.exit(2);
}
console.log(JSON.stringify(await bench(args)));
