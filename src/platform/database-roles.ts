import type pg from 'pg';
import { inSession } from './database-session.ts';

const ATTEMPTS = 10;

/**
 * Lets the role named in `roleUrl` log in with the password given there. The migrations create the roles
 * without a password; the secret comes from the environment and is set by the owner, after migrating.
 */
export const enableLogin = (ownerUrl: string, roleUrl: string): Promise<void> =>
  inSession(ownerUrl, async (client) => {
    const { username, password } = new URL(roleUrl);
    const role = client.escapeIdentifier(decodeURIComponent(username));
    const secret = client.escapeLiteral(decodeURIComponent(password));
    await alterRole(client, `alter role ${role} login password ${secret}`);
  });

/** Roles belong to the whole server: two databases being prepared at once collide on one catalogue row. */
async function alterRole(client: pg.Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (cause) {
      const collided = cause instanceof Error && cause.message === 'tuple concurrently updated';
      if (!collided || attempt === ATTEMPTS) throw cause;
    }
  }
}
