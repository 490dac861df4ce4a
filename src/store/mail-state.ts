/**
 * `waiting` until the mail server took it (`sent`); `gathered` when a digest carries it instead; `refused` when the server
 * said that it never will; `given-up` after days without an answer; `bounced` when it came back later.
 */
export type MailState = 'waiting' | 'sent' | 'gathered' | 'refused' | 'given-up' | 'bounced';
