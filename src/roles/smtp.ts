import { createTransport } from 'nodemailer';
import type { MailOutcome, SendOne } from '../store/send-mail.ts';
import type { MailSettings } from './mail-settings.ts';
import { renderMail } from './mail-text.ts';

const waitMs = 20_000;

/** One connection to the operator's mail server, by SMTP (RFC 5321), used for the messages of one pass and then closed. */
export function openSmtp(settings: MailSettings): { send: SendOne; close: () => void } {
  const { smtp, from, replyTo } = settings;
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: settings.password ?? '' } }),
    // Content is ours: nothing in it may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      const { text, headers } = renderMail(mail, settings);
      try {
        await transport.sendMail({
          from,
          replyTo,
          // Given as an object, so that no part of it is read as a list of addresses.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          messageId: messageIdOf(mail.id, settings),
          text,
          headers,
        });
        return { kind: 'sent' };
      } catch (thrown) {
        return outcomeOf(thrown);
      }
    },
    close: () => transport.close(),
  };
}

/** `<id@host of the public address>`: what a report of a bounce quotes. */
export const messageIdOf = (id: string, settings: Pick<MailSettings, 'publicAddress'>): string =>
  `<${id}@${new URL(settings.publicAddress).hostname}>`;

/** A reply of 5xx to the recipient or the content is final (RFC 5321, 4.2.1); all else may pass. Words are not kept. */
function outcomeOf(thrown: unknown): MailOutcome {
  const { code, responseCode, command } = thrown as {
    code?: string;
    responseCode?: number;
    command?: string;
  };
  const reply = responseCode === undefined ? '' : ` ${responseCode}`;
  const problem = `${code ?? 'unknown'}${reply}`;
  if (code === 'EAUTH') return { kind: 'later', problem, server: true };
  const aboutThis = code === 'EENVELOPE' || code === 'EMESSAGE' || (command ?? '').startsWith('RCPT');
  if (aboutThis && command !== 'MAIL FROM' && responseCode !== undefined)
    return responseCode >= 500 ? { kind: 'refused', problem } : { kind: 'later', problem };
  return { kind: 'later', problem, server: true };
}
