import { Button, Input, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { OperationId } from '../api/call.ts';
import { operation } from '../api/operations.ts';
import { fieldWord, valueWord } from '../words.ts';
import { Pick } from './pick.tsx';
import { PICKERS } from './pickers.ts';

const PAGING = new Set(['after', 'limit']);

interface FilterProps {
  readonly list: OperationId;
  readonly name: string;
  readonly value: string | null;
  readonly choose: (value: string | undefined) => void;
}

function Filter({ list, name, value, choose }: FilterProps): ReactNode {
  const { schema, required = false } = operation(list).query[name] ?? { schema: {} };
  const label = `${fieldWord(name)}${required ? ' *' : ''}`;
  const picker = PICKERS[name];
  if (picker) return <Pick picker={picker} label={label} value={value} onChange={choose} />;
  if (schema.enum) {
    return (
      <Select
        allowClear
        aria-label={label}
        placeholder={label}
        style={{ minWidth: 140 }}
        value={value}
        options={schema.enum.map((one) => ({ value: one, label: valueWord(name, one) }))}
        onChange={(chosen: string | null) => choose(chosen ?? undefined)}
      />
    );
  }
  return (
    <Input.Search
      key={value}
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width: 200 }}
      defaultValue={value ?? ''}
      onSearch={(typed) => choose(typed.trim())}
    />
  );
}

/** The filters of a list are those of its operation; what is chosen stands in the address. */
export function ListFilters({ list }: { readonly list: OperationId }): ReactNode {
  const [search, setSearch] = useSearchParams();
  const names = Object.keys(operation(list).query).filter((name) => !PAGING.has(name));
  const choose = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    next.delete('after');
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next);
  };
  if (names.length === 0) return null;
  return (
    <Space wrap role="search">
      {names.map((name) => (
        <Filter
          key={name}
          list={list}
          name={name}
          value={search.get(name)}
          choose={(value) => choose(name, value)}
        />
      ))}
      <Button onClick={() => setSearch(new URLSearchParams())}>清除条件</Button>
    </Space>
  );
}
