import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Actor } from '../../../core/access.ts';
import type { DataQuestion, Decision, LiveGrant } from '../../../core/decision.ts';
import { strictest } from './policy.ts';
import type { PolicySet } from './policy-set.ts';
import { principalOf } from './principal.ts';
import { refusalOf } from './refusal.ts';

/**
 * Whether someone may look at the data of a dataset, and under which obligations. Of several grants each is tried by itself;
 * the first that allows with the fewest obligations counts.
 */
export function decideData(
  set: PolicySet,
  asker: { readonly actor: Actor; readonly purpose?: string; readonly now: string },
  question: DataQuestion,
): Decision {
  const { dataset } = question;
  // A grant for someone or something else cannot help: it is not worth asking about.
  const grants = (question.grants ?? []).filter(
    (grant) => grant.grantee === asker.actor.id && grant.dataset === dataset.id,
  );
  const answers = [undefined, ...grants].map((grant) => decideWith(set, asker, question, grant));
  const allowed = answers.filter((answer) => answer.allowed);
  return allowed.toSorted((a, b) => weight(a) - weight(b))[0] ?? answers.at(-1)!;
}

const weight = ({ obligations }: Extract<Decision, { allowed: true }>): number =>
  (obligations.aggregateOnly ? 100 : 0) + obligations.mask.length * 10 + (obligations.log === 'each' ? 1 : 0);

function decideWith(
  set: PolicySet,
  { actor, purpose, now }: { readonly actor: Actor; readonly purpose?: string; readonly now: string },
  { action, dataset, fields }: DataQuestion,
  grant: LiveGrant | undefined,
): Decision {
  const principal = principalOf(actor, now);
  const resource = { type: 'Dataset', id: dataset.id };
  const context: Record<string, CedarValueJson> = {
    now: seconds(now),
    fields: [...(fields ?? [])],
    ...(purpose === undefined ? {} : { purpose }),
    ...(grant === undefined
      ? {}
      : {
          grant: {
            grantee: { __entity: { type: 'Person', id: grant.grantee } },
            dataset: { __entity: { type: 'Dataset', id: grant.dataset } },
            kind: grant.kind,
            purpose: grant.purpose,
            view: grant.view,
            from: seconds(grant.from),
            until: seconds(grant.until),
            withdrawn: grant.withdrawnAt !== undefined && grant.withdrawnAt <= now,
          },
        }),
  };
  const { allowed, determining } = set.answer({
    principal: principal.uid,
    action,
    resource,
    context,
    entities: [
      ...principal.entities,
      {
        uid: resource,
        attrs: { agency: dataset.agency, classification: dataset.classification },
        parents: [],
      },
    ],
  });
  return allowed
    ? { allowed: true, policies: determining, obligations: strictest(determining) }
    : {
        allowed: false,
        refusal: refusalOf(set, actor, `${dataset.classification}/${action}`, determining, dataset.agency),
      };
}

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
