import fc from 'fast-check';
import type { Model } from '../model.ts';
import type { Reply, Sent } from '../stage.ts';
import { pick, type Move, type Step } from '../step.ts';
import { which } from './arguments.ts';

const failed = (text: string): Reply => ({ status: 500, code: 'replay', body: {}, text, replayed: false });

/** The same request under the same key: the same answer, and nothing done. */
function again(sent: Sent): Step {
  return {
    said: `${sent.who} sends ${sent.path} again under the key ${sent.key}`,
    refusals: [],
    changesNothing: true,
    perform: async (stage) => {
      const { answered } = sent;
      const reply = await stage.send(sent);
      const same = reply.status === answered?.status && reply.text === answered.text && reply.replayed;
      return same ? reply : failed(`another answer than the first: ${reply.status} ${reply.text}`);
    },
  };
}

/** Another request under a key in use: refused, though nothing but the address differs. */
function otherInput(sent: Sent): Step {
  const path = `${sent.path}?other`;
  return {
    said: `${sent.who} sends ${path} under the key ${sent.key} of another request`,
    refusals: ['idempotency.other-input'],
    perform: (stage) => stage.send({ ...sent, path }),
  };
}

const replayMove: Move<{ request: number; other: boolean }> = {
  name: 'request again',
  weight: 4,
  args: fc.record({
    request: which,
    other: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  }),
  steps: function* (model: Model, { request, other }) {
    const sent = pick([...model.sent].reverse(), request);
    if (sent) yield other ? otherInput(sent) : again(sent);
  },
};

export const replayMoves = [replayMove] as const;
