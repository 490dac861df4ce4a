import type { Handler } from '../handler.ts';
import { readAgencyFacts } from './agency-facts.ts';
import type { listAgencies as op } from './contract.ts';
import { owesDuties } from './model.ts';
import { agenciesOn } from './posts-on.ts';

export const listAgencies: Handler<typeof op> = async (context, input) => {
  const on = input.on ?? context.clock.today();
  const all = agenciesOn(await readAgencyFacts(context.store.read, { instant: input.known_at }), on);
  const owing = all.filter((line) => owesDuties(line.coverage?.status));
  const posts = owing.flatMap((line) => line.posts);
  return {
    on,
    agencies: input.covered ? owing : all,
    counts: {
      covered: owing.filter((line) => line.coverage?.status === 'covered').length,
      optedIn: owing.filter((line) => line.coverage?.status === 'opted-in').length,
      posts: posts.length,
      filled: posts.filter((line) => line.holder !== null).length,
    },
  };
};
