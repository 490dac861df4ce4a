import { retryMail as retry } from '../../store/mail.ts';
import type { Handler } from '../handler.ts';
import type { retryMail as op } from './contract.ts';

export const retryMail: Handler<typeof op> = async ({ store, clock }, { message }) => ({
  retried: await store.write((tx) => retry(tx, clock, message)),
});
