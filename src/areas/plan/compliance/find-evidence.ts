import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Context } from '../../handler.ts';
import { quorumOf, seatsOn } from '../board/seats.ts';
import { readDraftObjectives } from '../objective-row.ts';
import { readCycle, readItems } from '../read-plan.ts';
import type { Evidence, EvidenceName } from './model.ts';

type Found = Omit<Evidence, 'evidence'>;
type Finder = (context: Context) => Promise<Found>;

const count = async (
  context: Context,
  table: 'dataset' | 'law_obstacle' | 'plan_round' | 'plan_it_check',
): Promise<number> => {
  const row = await context.store.read
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
};
const versions = async (context: Context, occasion: 'delivered' | 'adopted') =>
  context.store.read
    .selectFrom('plan_version')
    .select(['id', 'frozen_at'])
    .where('occasion', '=', occasion)
    .orderBy('frozen_at', 'desc')
    .execute();
const itemsOf = async (context: Context, kind: string) => {
  const { cycle } = await readCycle(context.store.read);
  return (await readItems(context.store.read, cycle)).filter((item) => item.kind === kind);
};
const objectivesOf = async (context: Context) => {
  const { cycle } = await readCycle(context.store.read);
  return readDraftObjectives(context.store.read, cycle);
};

/** Each kind of evidence is looked for in the records, never stated: what nobody did shows as not done. */
const finders: Readonly<Record<EvidenceName, Finder>> = {
  'plan-in-force': async (context) => {
    const { title, adopted, nextDue } = await readCycle(context.store.read);
    const met = adopted !== null && context.clock.today() <= nextDue;
    return {
      met,
      words: adopted ? `${title}, adopted ${adopted.on}; the next is due ${nextDue}` : 'No plan is adopted',
      href: '/plan',
    };
  },
  'draft-delivered': async (context) => {
    const [last] = await versions(context, 'delivered');
    return {
      met: last !== undefined,
      words: last ? `Draft delivered ${last.frozen_at.slice(0, 10)}` : 'No draft was delivered',
      href: last ? `/plan/versions/${last.id}` : '/plan/timeline',
    };
  },
  'hearing-held': async (context) => {
    const last = await context.store.read
      .selectFrom('plan_meeting')
      .select(['at'])
      .where('kind', '=', 'hearing')
      .where('state', '=', 'held')
      .orderBy('at', 'desc')
      .executeTakeFirst();
    return {
      met: last !== undefined,
      words: last ? `Hearing held ${last.at.slice(0, 10)}` : 'No hearing was held',
      href: '/plan/board',
    };
  },
  'agencies-consulted': async (context) => {
    const { cycle } = await readCycle(context.store.read);
    const rows = await context.store.read
      .selectFrom('plan_consultation')
      .select('outcome')
      .where('cycle', '=', cycle)
      .where('superseded_at', 'is', null)
      .execute();
    const settled = rows.filter(({ outcome }) => outcome !== 'asked').length;
    return {
      met: rows.length > 0 && settled === rows.length,
      words: `${settled} of ${rows.length} agencies answered or are recorded as not responding`,
      href: `/api/v1/plan/cycles/${cycle}/consultations`,
    };
  },
  'comments-answered': async (context) => {
    const { cycle } = await readCycle(context.store.read);
    const rows = await context.store.read
      .selectFrom('plan_comment')
      .select('disposition')
      .where('cycle', '=', cycle)
      .execute();
    const answered = rows.filter(({ disposition }) => disposition !== null).length;
    return {
      met: rows.length > 0 && answered === rows.length,
      words: `${answered} of ${rows.length} comments answered`,
      href: `/plan/comments?cycle=${cycle}`,
    };
  },
  standards: async (context) => {
    const principles = await itemsOf(context, 'principle');
    const actions = await itemsOf(context, 'action');
    const without = principles.filter(({ item }) => !actions.some(({ parent }) => parent === item)).length;
    return {
      met: principles.length > 0 && without === 0,
      words: `${principles.length} principles, ${principles.length - without} with actions`,
      href: '/plan#principles',
    };
  },
  'short-term-goals': async (context) => {
    const n = (await objectivesOf(context)).filter(
      ({ horizon, target }) => horizon === 'short' && target,
    ).length;
    return { met: n > 0, words: `${n} objectives due within two years`, href: '/plan?horizon=short' };
  },
  'longer-term-goals': async (context) => {
    const n = (await objectivesOf(context)).filter(({ horizon }) => horizon === 'long').length;
    return { met: n > 0, words: `${n} longer-term objectives`, href: '/plan?horizon=long' };
  },
  recommendations: async (context) => {
    const n = (await itemsOf(context, 'recommendation')).length;
    return { met: n > 0, words: `${n} recommendations`, href: '/plan/progress#recommendations' };
  },
  'obstacle-timeline': async (context) => {
    const n = await count(context, 'law_obstacle');
    return { met: n > 0, words: `${n} obstacles with a date of review`, href: '/law/obstacles' };
  },
  'repository-goals': async (context) => {
    const n = (await objectivesOf(context)).filter(({ measure }) =>
      /^(portal|catalog)\./.test(measure),
    ).length;
    return { met: n > 0, words: `${n} objectives about the repository`, href: '/plan#goals' };
  },
  'it-checked': async (context) => {
    const n = await count(context, 'plan_it_check');
    return { met: n > 0, words: `${n} checks recorded`, href: '/plan/it' };
  },
  'progress-reports': async (context) => {
    const n = await count(context, 'plan_round');
    return { met: n > 0, words: `${n} rounds of reports`, href: '/plan/progress' };
  },
  'posts-filled': async (context) => {
    const lines = agenciesOn(await readAgencyFacts(context.store.read), context.clock.today()).filter(
      ({ coverage }) => owesDuties(coverage?.status),
    );
    const posts = lines.flatMap((line) => line.posts.filter(({ clause }) => clause !== null));
    const filled = posts.filter(({ holder }) => holder !== null).length;
    return {
      met: posts.length > 0 && filled === posts.length,
      words: `${filled} of ${posts.length} posts filled`,
      href: '/agencies',
    };
  },
  'board-seats': async (context) => {
    const { voting, filled, needed } = quorumOf(await seatsOn(context.store.read, context.clock.today()));
    return {
      met: voting > 0 && filled >= needed,
      words: `${filled} of ${voting} voting seats filled`,
      href: '/plan/board',
    };
  },
  inventory: async (context) => {
    const last = Number(context.clock.today().slice(0, 4)) - 1;
    const [assets, sent] = await Promise.all([
      count(context, 'dataset'),
      context.store.read
        .selectFrom('plan_inventory')
        .select('agency')
        .distinct()
        .where('year', '>=', last)
        .where('reopened_at', 'is', null)
        .execute(),
    ]);
    return {
      met: sent.length > 0,
      words: `${assets} assets registered; ${sent.length === 0 ? 'no agency has' : sent.length === 1 ? 'one agency has' : `${sent.length} agencies have`} submitted ${last} or later`,
      href: '/plan/inventories',
    };
  },
  catalog: async (context) => {
    const n = await count(context, 'dataset');
    return { met: n > 0, words: `${n} datasets published or registered`, href: '/data' };
  },
  'opted-in': async (context) => {
    const n = agenciesOn(await readAgencyFacts(context.store.read), context.clock.today()).filter(
      ({ coverage }) => coverage?.status === 'opted-in',
    ).length;
    return { met: n > 0, words: `${n} bodies comply by choice, counted apart`, href: '/agencies' };
  },
};

export async function findEvidence(context: Context, name: EvidenceName): Promise<Evidence> {
  return { evidence: name, ...(await finders[name](context)) };
}
