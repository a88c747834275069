/** The login page: no library, so that it is there at once on a slow line. */

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Only a page of ours is gone to afterwards: a path, never another site. */
function wanted(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

async function logIn(form: HTMLFormElement): Promise<void> {
  const refusal = element('refusal');
  const button = form.querySelector('button');
  refusal.textContent = '';
  if (button) button.disabled = true;
  try {
    const reply = await fetch('/api/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (reply.ok) return location.replace(wanted());
    const problem = (await reply.json()) as { detail?: string; request_id?: string };
    refusal.textContent = `${problem.detail ?? '登录失败，请稍后再试。'}（编号 ${problem.request_id ?? '无'}）`;
  } catch {
    refusal.textContent = '网络不通，请检查网络后再试。';
  } finally {
    if (button) button.disabled = false;
  }
}

const form = element<HTMLFormElement>('login');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void logIn(form);
});
element('username').focus();
