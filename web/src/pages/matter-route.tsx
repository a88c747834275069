import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { Lost } from '../desk/lost.tsx';
import { MATTERS } from '../desk/matters.ts';
import { MatterList } from './matter-list.tsx';
import { MatterPage } from './matter-page.tsx';

/** An address that names a matter of the API, or one of its kind. */
export default function MatterRoute(): ReactNode {
  const { matter: name = '', id, holder, around, below } = useParams();
  const matter = MATTERS.get(holder === undefined ? name : `${holder}/${below}`);
  if (!matter) return <Lost />;
  if (id !== undefined)
    return matter.read ? <MatterPage matter={matter} id={id} around={around} /> : <Lost />;
  const list = matter.list;
  return list ? <MatterList key={name} matter={matter} list={list} /> : <Lost />;
}
