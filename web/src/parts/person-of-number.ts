/** What a resident's number says by itself (GB 11643-1999): the day of birth, the sex. */
export interface PersonOfNumber {
  readonly birth: string;
  readonly sex: '男' | '女';
  /** Whole years on a day, as laws count them: from the day after the birthday. */
  readonly age: number;
}

const NUMBER = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/;

/** Reads a number of eighteen places; null while it is not one. Whether it is right the API says. */
export function personOfNumber(typed: string, today: string): PersonOfNumber | null {
  const [, year, month, day, order] = NUMBER.exec(typed.trim().toUpperCase()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const had = today.slice(5) >= `${month}-${day}`;
  return {
    birth: `${year}-${month}-${day}`,
    sex: Number(order) % 2 === 1 ? '男' : '女',
    age: Number(today.slice(0, 4)) - Number(year) - (had ? 0 : 1),
  };
}
