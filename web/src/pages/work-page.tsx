import { useQueries } from '@tanstack/react-query';
import { Card, Drawer, Empty, Flex, Skeleton, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { call, type Input, type OperationId } from '../api/call.ts';
import { MATTERS } from '../desk/matters.ts';
import { OWN_PAGES } from '../desk/own-pages.ts';
import { WAITING, type Waiting } from '../desk/work.ts';
import { columnsOf } from '../parts/columns.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { keyOf, rowKey, type Row } from '../parts/row.ts';
import { mayCall, useSession } from '../session.tsx';
import { MatterPage } from './matter-page.tsx';

const FIRST_ROWS = '8';

const ask = ({ list, query }: Waiting, signal: AbortSignal): Promise<unknown> =>
  call(list, { query: { ...query, limit: FIRST_ROWS }, signal } as unknown as Input<OperationId>);

interface Found {
  readonly one: Waiting;
  readonly rows: readonly Row[];
  readonly more: boolean;
}

interface Opened {
  readonly matter: string;
  readonly id: string;
}

/** What waits for this desk, each with the first rows. */
function useWaiting(): { readonly found: readonly Found[]; readonly pending: boolean } {
  const session = useSession();
  const mine = WAITING.filter((one) => mayCall(session, one.act) && mayCall(session, one.list));
  const answers = useQueries({
    queries: mine.map((one) => ({
      queryKey: [one.list, one.query],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(one, signal),
    })),
  });
  const found = mine.map((one, at) => {
    const page = answers[at]?.data as { items?: Row[]; next?: string | null } | undefined;
    return { one, rows: page?.items ?? [], more: Boolean(page?.next) };
  });
  return {
    found: found.filter(({ rows }) => rows.length > 0),
    pending: answers.some((one) => one.isPending),
  };
}

function WaitingCard({ found, open }: { found: Found; open: (opened: Opened) => void }): ReactNode {
  const { one, rows, more } = found;
  const { matter } = one;
  const navigate = useNavigate();
  const click = (row: Row) => (event: React.MouseEvent) => {
    const id = keyOf(matter, row);
    if (!id || !MATTERS.get(matter)?.read || (event.target as Element).closest('button')) return;
    event.preventDefault();
    event.stopPropagation();
    if (OWN_PAGES.has(matter)) void navigate(`/${matter}/${id}`);
    else open({ matter, id });
  };
  return (
    <Card
      size="small"
      title={`${one.label} ${rows.length}${more ? '+' : ''}`}
      extra={<Link to={`/${matter}?${new URLSearchParams(one.query).toString()}`}>全部</Link>}
    >
      <Table
        size="small"
        rowKey={rowKey(matter)}
        columns={columnsOf({ place: `${one.list}.items`, rows, matter })}
        dataSource={[...rows]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        onRow={(row) => ({ className: 'opens', onClickCapture: click(row) })}
      />
    </Card>
  );
}

/** 待办: what waits for this desk. A row opens beside the list; there the decision is the second click. */
export default function WorkPage(): ReactNode {
  const { found, pending } = useWaiting();
  const [opened, open] = useState<Opened | null>(null);
  const matter = MATTERS.get(opened?.matter ?? '');
  return (
    <Flex vertical gap={12}>
      <PageTitle title="待办" />
      {pending ? <Skeleton active /> : null}
      {found.length === 0 && !pending ? <Empty description="没有待办事项" /> : null}
      {found.map((one) => (
        <WaitingCard key={one.one.label} found={one} open={open} />
      ))}
      <Drawer open={opened !== null} size="80%" onClose={() => open(null)} destroyOnHidden title="办理">
        {opened && matter ? <MatterPage matter={matter} id={opened.id} /> : null}
      </Drawer>
    </Flex>
  );
}
