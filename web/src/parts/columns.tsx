import { Space, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { COLUMNS } from '../desk/columns.ts';
import { MATTERS } from '../desk/matters.ts';
import { HOLDERS, LINKS, NESTED } from '../desk/nested.ts';
import { fieldWord } from '../words.ts';
import { Action } from './action-drawer.tsx';
import { FileLink } from './file-link.tsx';
import { isScalar, isTold, keyOf, type Row } from './row.ts';
import { isYuan, Value } from './value.tsx';

interface Shown {
  readonly place: string;
  readonly rows: readonly Row[];
  readonly matter: string | undefined;
}

/** The columns chosen for a list, else every plain field of its rows. */
function namesOf({ place, rows }: Shown): readonly string[] {
  const chosen = COLUMNS[place];
  if (chosen) return chosen;
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => rows.some((row) => isTold(name, row[name]) || isWords(row[name])));
}

const isWords = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

/** Where a name leads: to the page of what its number, beside it in the row, names. */
function leadsTo(name: string, row: Row): string | null {
  const [matter, key] = LINKS[name] ?? [];
  const id = key === undefined ? null : row[key];
  return typeof id === 'string' ? `/${matter}/${id}` : null;
}

/** Where a row leads: to the page of its matter. */
function pageOf(matter: string | undefined, row: Row): string | null {
  const key = keyOf(matter, row);
  if (!matter || !key || !MATTERS.get(matter)?.read) return null;
  const [above, below] = matter.split('/');
  const holder = row[HOLDERS[matter] ?? ''];
  if (below === undefined) return `/${matter}/${key}`;
  return typeof holder === 'string' ? `/${above}/${holder}/${below}/${key}` : null;
}

function Acts({ matter, row }: { readonly matter: string; readonly row: Row }): ReactNode {
  const key = keyOf(matter, row);
  const { acts = [], files = [], read } = MATTERS.get(matter) ?? {};
  if (!key || read) return null;
  return (
    <Space size={4} wrap>
      {acts.map((act) => (
        <Action key={act} act={act} id={key} record={row} small />
      ))}
      {files.map((file) => (
        <FileLink key={file} file={file} id={key} />
      ))}
    </Space>
  );
}

function Nested({ place, rows }: { readonly place: string; readonly rows: readonly Row[] }): ReactNode {
  const matter = NESTED[place];
  return rows.map((row, at) => (
    <Space key={at} wrap>
      {Object.entries(row)
        .filter(([name, value]) => isTold(name, value))
        .slice(0, 4)
        .map(([name, value]) => (
          <span key={name}>
            {fieldWord(name)} <Value name={name} value={value} />
          </span>
        ))}
      {matter ? <Acts matter={matter} row={row} /> : null}
    </Space>
  ));
}

/** Fields that hold rows of their own. */
const innerOf = (rows: readonly Row[]): string[] =>
  [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some(({ [name]: value }) => Array.isArray(value) && value.some((one) => !isScalar(one))),
  );

/** Columns for rows of a reply: money to the right, the first leads on, acts of the row at its end. */
export function columnsOf(shown: Shown): TableColumnsType<Row> {
  const { place, rows, matter } = shown;
  const names = namesOf(shown);
  const columns: TableColumnsType<Row> = names.map((name, at) => ({
    key: name,
    title: fieldWord(name),
    align: rows.some((row) => isYuan(name, row[name])) ? 'right' : 'left',
    render: (_, row) => {
      const value = <Value name={name} value={row[name]} />;
      const address = (at === 0 ? pageOf(matter, row) : null) ?? leadsTo(name, row);
      return address === null ? value : <Link to={address}>{value}</Link>;
    },
  }));
  for (const name of COLUMNS[place] ? [] : innerOf(rows)) {
    columns.push({
      key: name,
      title: fieldWord(name),
      render: (_, row) => <Nested place={`${place}.${name}`} rows={(row[name] ?? []) as Row[]} />,
    });
  }
  const own = matter ? MATTERS.get(matter) : undefined;
  if (matter && own && !own.read && own.acts.length + own.files.length > 0) {
    columns.push({ key: 'acts', title: '办理', render: (_, row) => <Acts matter={matter} row={row} /> });
  }
  return columns;
}
