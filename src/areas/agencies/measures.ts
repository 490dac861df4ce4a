import type { Measure } from '../measure.ts';
import { readAgencyFacts } from './agency-facts.ts';
import { owesDuties } from './model.ts';
import { agenciesOn } from './posts-on.ts';

/** Required posts of agencies that owe the duties of the act, filled today. */
export const postsFilled: Measure = {
  id: 'agencies.posts-filled',
  title: 'Agency data officer posts that are filled',
  remembers: true,
  record: { one: 'post', many: 'posts' },
  kind: 'share',
  unit: '%',
  method:
    'Each agency covered by the act, or complying by choice, owes each required role. A post counts when someone holds it today.',
  records: async (context, scope) => {
    const today = scope.asOf?.on ?? context.clock.today();
    return agenciesOn(await readAgencyFacts(context.store.read, { instant: scope.asOf?.at }), today)
      .filter((line) => owesDuties(line.coverage?.status))
      .filter((line) => scope.agencies === undefined || scope.agencies.includes(line.code))
      .flatMap((line) =>
        line.posts.map((post) => ({
          id: `${line.code}:${post.role}`,
          title: `${post.title}, ${line.name}`,
          href: `/agencies/${line.code}`,
          agency: line.code,
          counts: post.holder !== null,
          because:
            post.holder !== null
              ? `Held since ${post.holder.from ?? 'a day not recorded'}`
              : post.vacantSince === null
                ? 'Nobody is recorded as having held it'
                : `Vacant since ${post.vacantSince}`,
        })),
      );
  },
};

export const measures = [postsFilled];
