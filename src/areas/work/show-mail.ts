import { mailOverview } from '../../store/mail.ts';
import { readMailServerState } from '../../store/mail-server-state.ts';
import type { Handler } from '../handler.ts';
import type { showMail as op } from './contract.ts';

export const showMail: Handler<typeof op> = async ({ store }) => {
  const { problems, ...counts } = await mailOverview(store.read);
  const { server, problem } = await readMailServerState(store);
  return { server, problem: problem ?? null, ...counts, problems: [...problems] };
};
