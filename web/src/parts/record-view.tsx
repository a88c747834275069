import { Card, Flex, Table } from 'antd';
import type { ReactNode } from 'react';
import { NESTED } from '../desk/nested.ts';
import { fieldWord } from '../words.ts';
import { columnsOf } from './columns.tsx';
import { Facts } from './facts.tsx';
import { rowKey, type Row } from './row.ts';

interface RecordViewProps {
  /** Where the record stands in replies, `readSubsidyBatch` or `readSubsidyBatch.notices`. */
  readonly place: string;
  readonly record: Row;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function Group({ place, name, value }: { place: string; name: string; value: object }): ReactNode {
  const within = `${place}.${name}`;
  if (!Array.isArray(value)) {
    return (
      <Card size="small" title={fieldWord(name)}>
        <RecordView place={within} record={value as Row} />
      </Card>
    );
  }
  if (value.length === 0) return null;
  const rows = (value as unknown[]).map((one) => (isRow(one) ? one : { value: one }));
  return (
    <Card size="small" title={fieldWord(name)}>
      <Table
        size="small"
        rowKey={rowKey(NESTED[within], rows)}
        columns={columnsOf({ place: within, rows, matter: NESTED[within] })}
        dataSource={rows}
        pagination={rows.length > 50 ? { pageSize: 50 } : false}
        scroll={{ x: 'max-content' }}
      />
    </Card>
  );
}

/** A record as the API answers it: its facts side by side, below them what hangs on it. */
export function RecordView({ place, record }: RecordViewProps): ReactNode {
  return (
    <Flex vertical gap={12}>
      <Facts record={record} />
      {Object.entries(record)
        .filter((one): one is [string, object] => isRow(one[1]))
        .map(([name, value]) => (
          <Group key={name} place={place} name={name} value={value} />
        ))}
    </Flex>
  );
}
