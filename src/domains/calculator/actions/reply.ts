/** What a calculator gives back: plain JSON, money and percentages as strings. */
export type Reply = Readonly<Record<string, unknown>>;

export type CaseId = string | number | null | undefined;

/** The asker's `id` first; left out when none was given. */
export function replyTo(id: CaseId, body: Reply): Reply {
  return id === undefined ? body : { id, ...body };
}
