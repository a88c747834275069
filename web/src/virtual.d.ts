declare module 'virtual:operations' {
  import type { Operation } from './api/operations.ts';
  const table: Readonly<Record<string, Operation>>;
  export default table;
}

declare module 'virtual:styles.css';
