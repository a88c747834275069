import { run } from '../../../src/cli/migrate.ts';
import { processTerminal } from '../../../src/cli/terminal.ts';

// `sifang migrate`, everything loaded, waiting for the word to begin: so that two of them begin in one
// moment.
process.once('message', () => {
  let said = '';
  const terminal = {
    ...processTerminal(),
    out: (text: string) => void (said += text),
    err: (text: string) => void (said += text),
  };
  void run([], terminal)
    .then((code) => process.send?.({ code, said }))
    .catch((error: unknown) => process.send?.({ code: 1, said: String(error) }))
    .finally(() => process.disconnect());
});
process.send?.('ready');
