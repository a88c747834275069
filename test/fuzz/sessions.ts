import { DEMO_PASSWORD } from '../../src/cli/demo/cast.ts';

/** One session for each person of the cast, opened again when it is gone. */
export class Sessions {
  private readonly url: string;
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(url: string) {
    this.url = url;
  }

  tokenOf(username: string): Promise<string> {
    const known = this.tokens.get(username) ?? this.logIn(username);
    this.tokens.set(username, known);
    return known;
  }

  /** It is worth nothing any more. */
  drop(username: string): void {
    this.tokens.delete(username);
  }

  private async logIn(username: string): Promise<string> {
    const response = await fetch(`${this.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: DEMO_PASSWORD }),
    });
    const body = (await response.json()) as { token?: string; code?: string };
    if (body.token === undefined) throw new Error(`${username} cannot log in any more: ${body.code}`);
    return body.token;
  }
}
