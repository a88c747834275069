import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Space, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { call, type OperationId } from '../api/call.ts';
import { operation } from '../api/operations.ts';
import type { Matter } from '../desk/matters.ts';
import { Action } from '../parts/action-drawer.tsx';
import { actName } from '../parts/act-name.ts';
import { columnsOf } from '../parts/columns.tsx';
import { FileLink } from '../parts/file-link.tsx';
import { ListFilters } from '../parts/list-filters.tsx';
import { MoneySummary } from '../parts/money-summary.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { RecordView } from '../parts/record-view.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { rowKey, type Row } from '../parts/row.ts';
import { mayCall, useSession } from '../session.tsx';
import { matterWord } from '../words.ts';

interface Listed {
  readonly matter: Matter;
  readonly list: OperationId;
}

/** What must be chosen before the API answers: asked for, not refused. */
function missing(list: OperationId, search: URLSearchParams): boolean {
  const { query } = operation(list);
  return Object.entries(query).some(([name, one]) => one.required === true && !search.has(name));
}

/** Acts that have a page of their own, made for doing them many times. */
const PAGES_OF_ACTS: Readonly<Record<string, string>> = { registerLoan: '/loans/new' };

function PageOfAct({ act, address }: { readonly act: OperationId; readonly address: string }): ReactNode {
  const session = useSession();
  if (!mayCall(session, act)) return null;
  return (
    <Link to={address}>
      <Button type="primary">{actName(act)}</Button>
    </Link>
  );
}

/**
 * A list as the API pages it. Filters and place stand in the address: F5, back and a sent link show the same.
 */
export function MatterList({ matter, list }: Listed): ReactNode {
  const [search] = useSearchParams();
  const query = Object.fromEntries(search);
  return (
    <Flex vertical gap={12}>
      <PageTitle title={matterWord(matter.name)}>
        <Space wrap>
          {matter.begins.map((act, at) =>
            PAGES_OF_ACTS[act] === undefined ? (
              <Action key={act} act={act} primary={at === 0} />
            ) : (
              <PageOfAct key={act} act={act} address={PAGES_OF_ACTS[act]} />
            ),
          )}
          {matter.exports.map((file) => (
            <FileLink key={file} file={file} query={query} />
          ))}
        </Space>
      </PageTitle>
      <ListFilters list={list} />
      {missing(list, search) ? (
        <Empty description="请先选择带 * 的条件" />
      ) : (
        <Rows matter={matter} list={list} />
      )}
    </Flex>
  );
}

function Rows({ matter, list }: Listed): ReactNode {
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(search);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [list, query],
    queryFn: ({ signal }) => call(list, { query, signal }),
  });
  const answer = data as ({ items?: Row[]; next?: string | null } & Row) | undefined;
  if (error) {
    return (
      <Flex vertical gap={8} align="start">
        <Refusal error={error} />
        <Button onClick={() => void refetch()}>重试</Button>
      </Flex>
    );
  }
  const { items, next, ...rest } = answer ?? {};
  if (answer && !items) return <RecordView place={list} record={answer} />;
  const rows = items ?? [];
  const goOn = (after: string): void => setSearch(new URLSearchParams({ ...query, after }));
  return (
    <>
      <RecordView place={list} record={rest} />
      <Table
        size="small"
        rowKey={rowKey(matter.name)}
        columns={columnsOf({ place: `${list}.items`, rows, matter: matter.name })}
        dataSource={rows}
        loading={isPending}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description="没有符合条件的记录" /> }}
        footer={() => <MoneySummary list={list} rows={rows} query={query} />}
      />
      <Flex gap={8} justify="end">
        {search.has('after') ? <Button onClick={() => history.back()}>上一页</Button> : null}
        {next ? <Button onClick={() => goOn(next)}>下一页</Button> : null}
      </Flex>
    </>
  );
}
