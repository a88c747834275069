import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record, sealAudit, verifyAuditChain } from '../../../src/domains/audit/index.ts';
import { appendAnchor, readAnchors } from '../../../src/platform/anchors.ts';
import { inTransaction, setScope } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(() => {
  test = openTestApp(database());
});
afterAll(() => test.close());

const write = (subjectId: string, countyCode: string | null = '620102'): Promise<void> =>
  inTransaction(test.database.app, async (tx) => {
    const entry = { act: 'loan.registered', subjectKind: 'loan', subjectId, countyCode } as const;
    await record(tx, await test.context(tx), { ...entry, after: { principal_fen: 5_000_000n } });
  });
const seal = () => inTransaction(test.database.worker, sealAudit);
const verify = async () => {
  const anchors = await readAnchors(test.home);
  return inTransaction(test.database.worker, (tx) => verifyAuditChain(tx, anchors));
};
const asOwner = (statement: string): Promise<unknown> =>
  inSession(database().ownerUrl, (client) => client.query(statement));
/** Changes history as only the owner of the schema can, looks, and puts everything back. */
async function tampered(statement: string): Promise<readonly string[]> {
  await asOwner(`create table kept_entry as table audit_entry; create table kept_seal as table audit_seal;
    create table kept_unsealed as table audit_unsealed`);
  await asOwner(`set session_replication_role = replica; ${statement}`);
  const { violations } = await verify();
  await asOwner(`set session_replication_role = replica; delete from audit_seal; delete from audit_unsealed;
    delete from audit_entry; insert into audit_entry overriding system value table kept_entry;
    insert into audit_seal table kept_seal; insert into audit_unsealed table kept_unsealed;
    drop table kept_entry, kept_seal, kept_unsealed`);
  return violations;
}

describe('the audit trail', () => {
  it('seals every entry once, in one chain', async () => {
    for (const id of ['1', '2', '3']) await write(id);
    const sealing = await seal();
    expect(sealing.sealed).toBe(3);
    expect(sealing.head?.seq).toBe(3n);
    expect(await seal()).toMatchObject({ sealed: 0, head: { seq: 3n } });
    if (sealing.head) await appendAnchor(test.home, sealing.head);
    expect(await verify()).toEqual({ checked: 3, violations: [] });
  });

  it('seals an entry that commits late under a smaller id', async () => {
    const late = inTransaction(test.database.app, async (tx) => {
      const context = await test.context(tx);
      await record(tx, context, { act: 'loan.registered', subjectKind: 'loan', subjectId: 'late' });
      await write('early');
      expect((await seal()).sealed).toBe(1);
    });
    await late;
    expect((await seal()).sealed).toBe(1);
    const order = await inSession(database().ownerUrl, (client) =>
      client.query<{ subject_id: string }>(
        `select subject_id from audit_seal join audit_entry e on e.id = entry_id order by seq desc limit 2`,
      ),
    );
    expect(order.rows.map((row) => row.subject_id)).toEqual(['late', 'early']);
    expect((await verify()).violations).toEqual([]);
  });

  it('keeps one chain when sealers race', async () => {
    for (let id = 0; id < 20; id += 1) await write(`r${id}`);
    const racing = await Promise.all([seal(), seal(), seal()]);
    const rest = await seal();
    expect(racing.reduce((total, each) => total + each.sealed, rest.sealed)).toBe(20);
    const { head } = await seal();
    if (head) await appendAnchor(test.home, head);
    expect((await verify()).violations).toEqual([]);
  });

  it.each([
    ['an edited entry', `update audit_entry set after = '{"principal_fen": "1"}' where id = 2`],
    ['an edited actor', `update audit_entry set person_id = 7 where id = 3`],
    ['a moved instant', `update audit_entry set at = at + interval '1 microsecond' where id = 1`],
    ['a deleted entry', `delete from audit_entry where id = 2`],
    ['a deleted pair', `delete from audit_seal where entry_id = 2; delete from audit_entry where id = 2`],
    [
      'swapped entries',
      `update audit_entry set subject_id = case id when 1 then '2' else '1' end where id in (1, 2)`,
    ],
    [
      'swapped seals',
      `update audit_seal set entry_id = -entry_id where seq in (1, 2);
       update audit_seal set entry_id = case seq when 1 then 2 else 1 end where seq in (1, 2)`,
    ],
    [
      'a cut tail',
      `delete from audit_entry where id in (select entry_id from audit_seal where seq > 20);
       delete from audit_seal where seq > 20`,
    ],
    ['a whole new history', `delete from audit_seal; delete from audit_entry`],
    [
      'an entry slipped past the chain',
      `insert into audit_entry (request_id, role, act, subject_kind, subject_id)
       values ('x-12345678', 'system', 'loan.registered', 'loan', '77')`,
    ],
  ])('shows %s', async (_name, statement) => {
    expect((await verify()).violations).toEqual([]);
    expect((await tampered(statement)).length).toBeGreaterThan(0);
    expect((await verify()).violations).toEqual([]);
  });

  it('cannot see a cut tail without its anchor: the anchor is what shows it', async () => {
    await asOwner(`create table kept as table audit_seal; set session_replication_role = replica;
      delete from audit_seal where seq > 20;
      delete from audit_entry where id not in (select entry_id from audit_seal)`);
    const blind = await inTransaction(test.database.worker, (tx) => verifyAuditChain(tx, []));
    expect(blind.violations).toEqual([]);
    expect((await verify()).violations).toEqual([expect.stringContaining('was anchored and is gone')]);
  });
});

describe('the rows of the trail', () => {
  it.each([
    `update audit_entry set act = 'loan.approved'`,
    'delete from audit_entry',
    `update audit_seal set hash = 'x'`,
    'delete from audit_seal',
  ])('refuse %s in every role', async (statement) => {
    await expect(asOwner(statement)).rejects.toThrow(/append-only/);
    for (const url of [database().appUrl, database().workerUrl]) {
      const attempt = inSession(url, (client) => client.query(statement));
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  it('refuse truncation', async () => {
    await expect(asOwner('truncate audit_seal')).rejects.toThrow(/append-only/);
    await expect(asOwner('truncate audit_entry cascade')).rejects.toThrow(/append-only/);
  });

  it('are read within the scope only', async () => {
    await write('in-620102', '620102');
    await write('in-620103', '620103');
    await write('nowhere', null);
    const seen = (counties: string[]): Promise<string[]> =>
      inTransaction(test.database.app, async (tx) => {
        await setScope(tx, { counties, bank: null, enterprise: null, township: null });
        const rows = (await tx('audit_entry').whereIn('subject_id', [
          'in-620102',
          'in-620103',
          'nowhere',
        ])) as {
          subject_id: string;
        }[];
        return rows.map((row) => row.subject_id).sort();
      });
    expect(await seen([])).toEqual([]);
    expect(await seen(['620102'])).toEqual(['in-620102']);
    expect(await seen(['620102', '620103'])).toEqual(['in-620102', 'in-620103', 'nowhere']);
  });
});
