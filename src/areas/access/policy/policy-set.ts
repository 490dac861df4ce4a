import { createHash } from 'node:crypto';
import cedar, {
  type AuthorizationAnswer,
  type CedarValueJson,
  type EntityJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import { type Policy, type PolicyFault, placed, readPolicy } from './policy.ts';

/** The files of a set, by name: `*.cedar` and the schema they are held to. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** One question in Cedar's own form. */
export interface CedarQuestion {
  readonly principal: { readonly type: string; readonly id: string };
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly context: Record<string, CedarValueJson>;
  readonly entities: EntityJson[];
}

/** A set of policies that has been parsed, held to its schema, and can answer. */
export interface PolicySet {
  /** SHA-256 of all files: two sets with the same digest answer alike. */
  readonly digest: string;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly answer: (question: CedarQuestion) => { allowed: boolean; determining: readonly Policy[] };
}

const schemaFile = 'schema.cedarschema';
/** Answers remembered; each costs about a kilobyte. */
const mostAnswers = 1_000;

/**
 * Parses the files, holds every policy to the schema (Cedar's strict validation) and preparses the set. Answers the faults
 * instead when there is any: a set comes into force whole or not at all.
 */
export function readPolicySet(files: PolicyFiles): PolicySet | { readonly faults: readonly PolicyFault[] } {
  const faults: PolicyFault[] = [];
  const schema = files[schemaFile];
  if (schema === undefined) return { faults: [{ file: schemaFile, message: 'is missing' }] };
  const policies = new Map<string, Policy>();
  for (const [file, text] of Object.entries(files)) {
    if (!file.endsWith('.cedar')) continue;
    const parts = cedar.policySetTextToParts(text);
    if (parts.type === 'failure') {
      faults.push(...parts.errors.map((error) => ({ file, message: placed(error, text) })));
      continue;
    }
    for (const part of parts.policies) {
      const policy = readPolicy(file, part, faults);
      if (policy === undefined) continue;
      const other = policies.get(policy.id);
      if (other !== undefined) faults.push({ file, message: `${policy.id} is in ${other.file} as well` });
      policies.set(policy.id, policy);
    }
  }
  if (faults.length > 0) return { faults };
  if (policies.size === 0) return { faults: [{ file: '*.cedar', message: 'there is no policy' }] };

  const staticPolicies = Object.fromEntries([...policies].map(([id, { text }]) => [id, text]));
  const checked = cedar.validate({ schema, policies: { staticPolicies } });
  if (checked.type === 'failure')
    return { faults: checked.errors.map((error) => ({ file: schemaFile, message: placed(error, schema) })) };
  if (checked.validationErrors.length > 0)
    return {
      faults: checked.validationErrors.map(({ policyId, error }) => ({
        file: policies.get(policyId)?.file ?? policyId,
        message: error.message,
      })),
    };

  const digest = digestOf(files);
  cedar.preparsePolicySet(digest, { staticPolicies });
  cedar.preparseSchema(digest, schema);
  const ask: PolicySet['answer'] = ({ principal, action, resource, context, entities }) => {
    const answer: AuthorizationAnswer = cedar.statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context,
      entities,
      preparsedPolicySetId: digest,
      preparsedSchemaName: digest,
      validateRequest: false,
    });
    // Whatever Cedar could not make sense of is refused.
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0)
      return { allowed: false, determining: [] };
    return {
      allowed: answer.response.decision === 'allow',
      determining: answer.response.diagnostics.reason.map((id) => policies.get(id)!),
    };
  };
  return { digest, policies, answer: remembering(ask) };
}

/**
 * A set never changes and a question carries all that its answer depends on, the roles in force at its moment among it: the
 * same question has the same answer, and the visitors of one page ask the same one each time.
 */
function remembering(ask: PolicySet['answer']): PolicySet['answer'] {
  const answers = new Map<string, ReturnType<typeof ask>>();
  return (question) => {
    const key = JSON.stringify(question);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(question);
    if (answers.size >= mostAnswers) answers.delete(answers.keys().next().value!);
    answers.set(key, answer);
    return answer;
  };
}

export const digestOf = (files: PolicyFiles): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
