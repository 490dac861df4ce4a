import type { App } from '../app.ts';
import { type MailServerState, writeMailServerState } from '../store/mail-server-state.ts';
import { sendMail } from '../store/send-mail.ts';
import { nameOf } from './log.ts';
import { readMailSettings } from './mail-settings.ts';

const lookEveryMs = 5_000;

/** Sends mail that is due, and goes on trying: without a mail server it waits and the operations page says so. */
export function startMailing(app: App, home: string): { close(): Promise<void> } {
  let running: Promise<void> | undefined;
  const look = () => {
    running ??= sendDueMail(app, home)
      .catch((error) => app.log('mail could not be sent', { error: nameOf(error) }))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  look();
  return {
    async close() {
      clearInterval(timer);
      // A mail server that does not answer must not hold up the end: what was not marked is sent again at the next start.
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
    },
  };
}

/** One pass. */
export async function sendDueMail(
  app: Pick<App, 'store' | 'clock' | 'jurisdiction' | 'log'>,
  home: string,
): Promise<void> {
  const settings = readMailSettings(home);
  const tell = (state: MailServerState) => writeMailServerState(app.store, state);
  if (settings === undefined) return tell({ server: 'none' });
  if ('fault' in settings) return tell({ server: 'unusable', problem: settings.fault });
  const { openSmtp } = await import('./smtp.ts');
  const smtp = openSmtp(settings);
  try {
    const { sent, refused, later, serverProblem } = await sendMail(
      app.store,
      app.clock,
      smtp.send,
      app.jurisdiction.planTitle,
    );
    if (sent + refused + later > 0) app.log('mail', { sent, refused, later, problem: serverProblem ?? '' });
    if (serverProblem !== undefined) return tell({ server: 'failing', problem: serverProblem });
    if (sent + refused > 0) return tell({ server: 'working' });
    // Nothing was due: what was last seen of the server still holds, if there was one.
    return tell({ server: 'ready' });
  } finally {
    smtp.close();
  }
}
