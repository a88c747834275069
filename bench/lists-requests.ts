import type pg from 'pg';
import { permissionsOf } from '../src/domains/identity/index.ts';
import { READERS, type Reader } from './lists-world.ts';

/** One list as one reader opens it. */
export interface ListRequest {
  readonly reader: Reader;
  readonly path: string;
  readonly filter: string;
}

interface List {
  readonly path: string;
  readonly permission: string | null;
  /** Beside the first page: pages with a filter or far down. */
  readonly filters: readonly string[];
}

/** Ids that filters name, from the county every reader but the auditors sits in. */
interface Known {
  readonly county: string;
  readonly batch: string;
  readonly order: string;
  readonly roster: string;
  readonly import: string;
  readonly loan: string;
  readonly household: string;
  readonly bank: string;
  readonly enterprise: string;
  readonly agreement: string;
  readonly document: string;
  readonly entry: string;
  readonly far: string;
}

async function knownIds(client: pg.Client, code: string): Promise<Known> {
  const county = `where county_code = '${code}'`;
  const { rows } = await client.query<Known>(
    `select '${code}' as county, (select bank_id from loan ${county} order by id limit 1 offset 3)::text as bank,
       (select b.id from subsidy_batch b where b.county_code = '${code}' order by id limit 1)::text as batch,
       (select id from payment_order order by county_code <> '${code}', id limit 1)::text as order,
       (select min(id) from roster ${county})::text as roster,
       (select min(id) from import_file ${county})::text as import,
       (select max(id) from loan ${county})::text as loan,
       (select max(household_id) from loan ${county})::text as household,
       (select min(enterprise_id) from loan ${county})::text as enterprise,
       (select max(id) from agreement ${county})::text as agreement,
       (select max(id) from document ${county})::text as document,
       (select max(id) / 2 from audit_entry)::text as entry,
       (select percentile_disc(0.9) within group (order by id) from loan ${county})::text as far`,
  );
  const known = rows[0];
  if (!known) throw new Error('the world of the lists is empty');
  return known;
}

const loans = (known: Known): List => ({
  path: '/loans',
  permission: 'loan.read',
  filters: [
    `after=${known.far}`,
    ...['state=disbursed', 'state=signed', `county_code=${known.county}`, `bank_id=${known.bank}`],
    ...[`household_id=${known.household}`, `q=C${known.household}`, `q=V${known.household}`],
    ...[`q=H${known.household}`, `q=${encodeURIComponent(`户${known.household}`)}`],
    ...[`q=${encodeURIComponent('户1')}`, `q=${encodeURIComponent('无此人')}`],
    `state=disbursed&county_code=${known.county}&after=${known.far}`,
  ],
});

const households = (known: Known): List => ({
  path: '/households',
  permission: 'household.read',
  filters: [
    ...[`after=${known.far}`, `county_code=${known.county}`, `township_code=${known.county}101`],
    ...[`household_no=H${known.household}`, `name=${encodeURIComponent(`户${known.household}`)}`],
    ...[`name=${encodeURIComponent('户1')}`, `name=${encodeURIComponent('无此人')}`, 'unreviewed=true'],
    `unreviewed=true&county_code=${known.county}`,
  ],
});

const settlements = (known: Known): readonly List[] => [
  {
    path: '/subsidy-batches',
    permission: 'subsidy.read',
    filters: ['state=drafted', 'state=returned', `county_code=${known.county}`, `bank_id=${known.bank}`],
  },
  { path: `/subsidy-batches/${known.batch}`, permission: 'subsidy.read', filters: [] },
  {
    path: `/subsidy-batches/${known.batch}/lines`,
    permission: 'subsidy.read',
    filters: [`after=${known.far}`, 'excluded=true', 'excluded=false', `excluded=true&after=${known.far}`],
  },
  {
    path: '/payment-orders',
    permission: 'payment.read',
    filters: ['state=instructed', `batch_id=${known.batch}`],
  },
  {
    path: `/payment-orders/${known.order}/lines`,
    permission: 'payment.read',
    filters: ['state=paid', 'state=returned', 'state=sent'],
  },
  { path: '/subsidy-budgets', permission: 'budget.read', filters: [`county_code=${known.county}`] },
  { path: '/ledger-accounts', permission: 'ledger.read', filters: [`county_code=${known.county}`] },
];

const papers = (known: Known): readonly List[] => [
  {
    path: '/agreements',
    permission: 'agreement.read',
    filters: [
      ...[`after=${known.agreement}`, 'state=drafted', 'state=issued', 'state=in_force'],
      ...[`loan_id=${known.loan}`, `household_id=${known.household}`, `enterprise_id=${known.enterprise}`],
      `county_code=${known.county}`,
    ],
  },
  {
    path: '/documents',
    permission: 'document.read',
    filters: [
      ...[`after=${known.document}`, 'kind=payment_list', 'kind=agreement', 'standing=replaced'],
      `subject_kind=agreement&subject_id=${known.agreement}`,
    ],
  },
  {
    path: '/audit-entries',
    permission: 'audit.read',
    filters: [
      ...[`after=${known.entry}`, 'act=loan.disbursed', 'act=loan.signed', 'person_id=7', 'person_id=9999'],
      ...[`subject_kind=loan&subject_id=${known.loan}`, `request_id=bench-${known.loan}`],
      ...[`county_code=${known.county}`, `county_code=${known.county}&act=loan.registered`],
      ...['from=2016-01-05&until=2016-01-06', 'act=loan.disbursed&from=2016-12-02&until=2016-12-03'],
    ],
  },
];

const registers = (known: Known): readonly List[] => [
  {
    path: '/quotas',
    permission: 'quota.read',
    filters: ['programme_code=P1', `county_code=${known.county}`],
  },
  { path: '/rosters', permission: 'roster.read', filters: ['state=proposed', 'state=approved'] },
  {
    path: `/rosters/${known.roster}/households`,
    permission: 'roster.read',
    filters: [`after=${known.far}`],
  },
  { path: '/loan-imports', permission: 'loan.read', filters: [] },
  {
    path: `/loan-imports/${known.import}/rows`,
    permission: 'loan.read',
    filters: ['outcome=rejected', 'after=5000'],
  },
  { path: `/loans/${known.loan}/events`, permission: 'loan.read', filters: [] },
  {
    path: '/organisations',
    permission: 'organisation.read',
    filters: [`county_code=${known.county}`, 'kind=bank_branch', `q=${encodeURIComponent('合作社')}`],
  },
  { path: '/accounts', permission: 'account.read', filters: ['role=auditor'] },
  { path: '/programme-terms', permission: 'terms.read', filters: ['on=2016-06-01'] },
  { path: '/programmes', permission: null, filters: [] },
  { path: '/reference-rates?series=PBOC_BENCHMARK', permission: 'terms.read', filters: [] },
  {
    path: '/regions',
    permission: null,
    filters: ['parent_code=620422000000', 'level=county', `q=${encodeURIComponent('会师')}`],
  },
];

/** Every list with every filter, for every reader whose post may open it. */
export async function listRequests(client: pg.Client, county: string): Promise<ListRequest[]> {
  const known = await knownIds(client, county);
  const lists = [
    ...[loans(known), households(known)],
    ...[...settlements(known), ...papers(known), ...registers(known)],
  ];
  return (Object.keys(READERS) as Reader[]).flatMap((reader) => {
    const may = permissionsOf(READERS[reader]);
    return lists
      .filter(({ permission }) => permission === null || may.has(permission))
      .flatMap(({ path, filters }) => ['', ...filters].map((filter) => ({ reader, path, filter })));
  });
}
