/**
 * How a slice's posted list is read by anyone: SQL without a person's number or account, whose names are
 * masked before they leave.
 */
export interface PublicSource {
  /** What was posted, as a heading. */
  readonly title: string;
  /** What the amount of a line is. */
  readonly amountName: string;
  /**
   * One row about the list, `?` its id: Chinese labels, values as text.
   */
  readonly head: string;
  /**
   * Its lines, `?` the same id: `no` (place in the list), `ref` (digits, as an objection names the line),
   * `name`, `village`, `id_tail` (last four characters, or null), `amount_fen` (or null), `note` (or null).
   */
  readonly lines: string;
}

export interface PublicLine {
  readonly no: number;
  readonly ref: string;
  readonly name: string;
  readonly village: string;
  readonly id_tail: string | null;
  readonly amount_fen: bigint | null;
  readonly note: string | null;
}
