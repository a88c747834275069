import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { fieldWord } from '../words.ts';
import { isTold, type Row } from './row.ts';
import { Value } from './value.tsx';

/** The plain fields of a record, side by side. */
export function Facts({ record }: { readonly record: Row }): ReactNode {
  const items = Object.entries(record)
    .filter(([name, value]) => isTold(name, value))
    .map(([name, value]) => ({
      key: name,
      label: fieldWord(name),
      children: <Value name={name} value={value} />,
    }));
  return items.length === 0 ? null : (
    <Descriptions bordered size="small" column={{ xs: 1, sm: 2, lg: 3 }} items={items} />
  );
}
