import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Skeleton, Space, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { call, type Input, type OperationId } from '../api/call.ts';
import { NESTED } from '../desk/nested.ts';
import { MATTERS, type Matter } from '../desk/matters.ts';
import { operation } from '../api/operations.ts';
import { Action } from '../parts/action-drawer.tsx';
import { actName } from '../parts/act-name.ts';
import { AroundProvider } from '../parts/around.ts';
import { FileLink, pathOf } from '../parts/file-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { RecordView } from '../parts/record-view.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { Row } from '../parts/row.ts';
import { StateTag } from '../parts/value.tsx';
import { mayCall, useSession } from '../session.tsx';
import { matterWord } from '../words.ts';

interface OneProps {
  readonly matter: Matter;
  readonly id: string;
}

interface PageProps extends OneProps {
  /** The number of what holds it, where its page is below that of another. */
  readonly around?: string | undefined;
}

/** The number a person knows a thing by: its contract, its batch, its name. */
export function titleOf(record: Row): string {
  const name = Object.keys(record).find((key) => /(^|_)(no|name)$/.test(key) && record[key] !== null);
  return name === undefined ? '' : String(record[name]);
}

/** One matter: its facts, what hangs on it, and what may be done about it. */
export function MatterPage({ matter, id, around }: PageProps): ReactNode {
  const read = matter.read as OperationId;
  const { data, error, refetch } = useQuery({
    queryKey: [read, id, around],
    queryFn: ({ signal }) =>
      call(read, {
        path: pathOf(operation(read).path, [around ?? '', id]),
        signal,
      } as unknown as Input<OperationId>),
  });
  if (error) {
    return (
      <Flex vertical gap={8} align="start">
        <Refusal error={error} />
        <Button onClick={() => void refetch()}>重试</Button>
      </Flex>
    );
  }
  if (!data) return <Skeleton active />;
  const record = data as Row;
  return (
    <AroundProvider value={id}>
      <Flex vertical gap={12}>
        <PageTitle
          title={
            <Space>
              {`${matterWord(matter.name)} ${titleOf(record)}`}
              {typeof record['state'] === 'string' ? <StateTag state={record['state']} /> : null}
            </Space>
          }
        />
        <Space wrap>
          {matter.acts.map((act) => (
            <Action key={act} act={act} id={id} record={record} />
          ))}
          {matter.files.map((file) => (
            <FileLink key={file} file={file} id={id} />
          ))}
        </Space>
        <RecordView place={read} record={record} />
        <Parts matter={matter} id={id} />
      </Flex>
    </AroundProvider>
  );
}

/** What is asked about it apart, each when it is opened. */
export function Parts({ matter, id }: OneProps): ReactNode {
  const session = useSession();
  const items = matter.parts
    .filter((part) => mayCall(session, part))
    .map((part) => ({ key: part, label: actName(part), children: <Part part={part} id={id} /> }));
  return items.length === 0 ? null : <Tabs items={items} destroyOnHidden />;
}

function Part({ part, id }: { readonly part: OperationId; readonly id: string }): ReactNode {
  const [after, setAfter] = useState<string | null>(null);
  const query = after === null ? {} : { after };
  const { data, error } = useQuery({
    queryKey: [part, id, query],
    queryFn: ({ signal }) =>
      call(part, {
        path: pathOf(operation(part).path, [id]),
        query,
        signal,
      } as unknown as Input<OperationId>),
  });
  if (error) return <Refusal error={error} />;
  if (!data) return <Skeleton active />;
  const begins = MATTERS.get(NESTED[`${part}.items`] ?? '')?.begins ?? [];
  const { next = null, ...record } = data as { next?: string | null } & Row;
  return (
    <Flex vertical gap={8}>
      {begins.map((act) => (
        <Action key={act} act={act} id={id} />
      ))}
      <RecordView place={part} record={record} />
      <Flex gap={8} justify="end">
        {after === null ? null : <Button onClick={() => setAfter(null)}>回到开头</Button>}
        {next === null ? null : <Button onClick={() => setAfter(String(next))}>下一页</Button>}
      </Flex>
    </Flex>
  );
}
