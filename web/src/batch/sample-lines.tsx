import { useQuery } from '@tanstack/react-query';
import { Button, Card, Checkbox, Flex, InputNumber, Space, Table } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { call, type Reply } from '../api/call.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Amount } from '../parts/value.tsx';
import { fieldWord } from '../words.ts';
import { BATCH, drawnFrom, seenOf } from '../words/batch.ts';
import { seedAfter, type Sample } from './sample.ts';

type Line = Reply<'drawSubsidySample'>['items'][number];

interface SampleProps {
  readonly id: string;
  readonly first: string;
  readonly looked: (sample: Sample) => void;
}

/** What was looked at is kept as long as the browser's tab. */
const kept = (place: string): readonly string[] =>
  JSON.parse(sessionStorage.getItem(place) ?? '[]') as string[];

/** 抽查: some loans drawn by a seed, each to be looked at and ticked off. */
export function SampleLines({ id, first, looked }: SampleProps): ReactNode {
  const [seed, setSeed] = useState(first);
  const [count, setCount] = useState(5);
  const place = `sample:${id}:${seed}`;
  const [seen, setSeen] = useState(() => kept(place));
  const { data, error, isPending } = useQuery({
    queryKey: ['drawSubsidySample', id, seed, count],
    queryFn: ({ signal }) => call('drawSubsidySample', { path: { id }, query: { seed, count }, signal }),
  });
  const contracts = [...new Set(data?.items.map((line) => line.contract_no))];
  const drawn = contracts.join();
  useEffect(() => {
    looked({ seed, contracts: drawn === '' ? [] : drawn.split(','), seen });
  }, [looked, seed, drawn, seen]);
  const tick = (contract: string, on: boolean): void => {
    const now = on ? [...seen, contract] : seen.filter((one) => one !== contract);
    sessionStorage.setItem(place, JSON.stringify(now));
    setSeen(now);
  };
  const again = (): void => {
    setSeed(seedAfter(seed));
    setSeen(kept(`sample:${id}:${seedAfter(seed)}`));
  };
  return (
    <Card
      size="small"
      title={`${BATCH.sample} ${seenOf(contracts.filter((one) => seen.includes(one)).length, contracts.length)}`}
      extra={
        <Space>
          <InputNumber
            {...{ 'aria-label': BATCH.count, size: 'small', min: 1, max: 50, value: count }}
            onChange={(value) => setCount(value ?? 5)}
          />
          <Button size="small" onClick={again}>
            {BATCH.draw}
          </Button>
        </Space>
      }
    >
      <Refusal error={error} />
      <Flex vertical gap={8}>
        <span>{data ? drawnFrom(contracts.length, data.drawn_from, seed) : null}</span>
        <Lines lines={data?.items ?? []} {...{ seen, tick, loading: isPending }} />
      </Flex>
    </Card>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly seen: readonly string[];
  readonly tick: (contract: string, on: boolean) => void;
  readonly loading: boolean;
}

const amount = (name: 'subsidised_principal' | 'interest' | 'subsidy') => ({
  title: fieldWord(name),
  align: 'right' as const,
  render: (_: unknown, line: Line) => <Amount yuan={line[name]} />,
});

const Lines = ({ lines, seen, tick, loading }: LinesProps): ReactNode => (
  <Table
    size="small"
    rowKey={(line) => `${line.contract_no} ${line.period_to}`}
    dataSource={[...lines]}
    loading={loading}
    pagination={false}
    scroll={{ x: 'max-content' }}
    columns={[
      {
        title: BATCH.seen,
        render: (_, { contract_no: contract }) => (
          <Checkbox
            aria-label={`${BATCH.seen} ${contract}`}
            checked={seen.includes(contract)}
            onChange={(event) => tick(contract, event.target.checked)}
          />
        ),
      },
      {
        title: BATCH.contract,
        render: (_, line) => <Link to={`/loans/${line.loan_id}`}>{line.contract_no}</Link>,
      },
      { title: BATCH.borrower, dataIndex: 'borrower_name' },
      { title: fieldWord('days'), dataIndex: 'days', align: 'right' },
      { title: fieldWord('annual_percent'), dataIndex: 'annual_percent', align: 'right' },
      amount('subsidised_principal'),
      amount('interest'),
      amount('subsidy'),
    ]}
  />
);
