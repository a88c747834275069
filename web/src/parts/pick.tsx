import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { call } from '../api/call.ts';
import type { Picker } from './pickers.ts';
import type { Row } from './row.ts';

interface PickProps {
  readonly picker: Picker;
  readonly many?: boolean;
  readonly id?: string;
  readonly label?: string;
  readonly value?: string | readonly string[] | null;
  readonly onChange?: (value: string | undefined) => void;
}

/**
 * Chooses out of a list of the API by a name; what is typed is looked for there, or among what is offered.
 */
export function Pick({ picker, many = false, label, value, ...field }: PickProps): ReactNode {
  const [typed, setTyped] = useState('');
  const sought = useDeferredValue(typed.trim());
  const { list, by, query = {} } = picker;
  const asked = { ...query, ...(by !== undefined && sought !== '' ? { [by]: sought } : {}) };
  const { data, isFetching } = useQuery({
    queryKey: [list, asked],
    queryFn: ({ signal }) => call(list, { query: asked, signal }),
    staleTime: 60_000,
  });
  const all = (data as { items?: Row[] } | undefined)?.items ?? [];
  const rows = picker.kinds ? all.filter((row) => picker.kinds?.includes(String(row['kind']))) : all;
  const options = rows.map((row) => ({ value: String(row[picker.value]), label: picker.label(row) }));
  return (
    <Select
      {...field}
      aria-label={label}
      placeholder={label}
      value={(value ?? undefined) as string | undefined}
      allowClear
      loading={isFetching}
      options={options}
      style={{ minWidth: 180 }}
      {...(many ? { mode: 'multiple' as const } : {})}
      showSearch={{
        onSearch: setTyped,
        filterOption: by === undefined ? (input, option) => (option?.label ?? '').includes(input) : false,
      }}
    />
  );
}
