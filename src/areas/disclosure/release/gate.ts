import { plainClassification } from '../../../core/classification.ts';
import { OakError } from '../../../core/error.ts';
import { newId } from '../../../core/id.ts';
import { recordRelease } from '../../catalog/index.ts';
import type { Context, Reader, Tx } from '../../handler.ts';
import { askWorker } from '../ask-worker.ts';
import { cannotBeProtected, failedItsTest, releasedMeanwhile } from '../errors.ts';
import { homeSecret } from '../home-secret.ts';
import type { ReleaseProof, ReleaseView } from '../model.ts';
import type { Explanation } from '../protect/protect-tables.ts';
import type { NamedText } from '../read-tables.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleOf } from '../rules/strictest-rule.ts';
import { parseTableFile } from '../tables/table-file.ts';
import { digestOf, type ReleaseRow, releaseOf, releasesAbout, viewsOf } from './register.ts';

/** What is asked to leave: tables, the rules of whoever contributed, and who decides. */
export interface ReleaseRequest {
  readonly tables: NamedText;
  readonly rules: readonly RuleOf[];
  readonly overrides: Rule;
  readonly title: string;
  /** Internal id and version of the dataset the figures were counted from. */
  readonly source?: { readonly dataset: string; readonly version: number };
  readonly vintage?: string;
  /** Wait for a reviewer; otherwise the attacker's test decides. */
  readonly review: boolean;
  /** Id of a ground of the state; that protected parts were removed when left out. */
  readonly ground?: string;
  readonly seconds?: number;
  /** Only those who may see figures of the dataset get to see it; everyone when left out. */
  readonly audience?: 'figures';
  /** Whoever asks may see no row: a refusal tells no cell and no way to it. */
  readonly figuresOnly?: boolean;
  /** What was asked, as JSON: found again by it. */
  readonly question?: string;
}

export interface Gated {
  readonly view: ReleaseView;
  readonly published: string;
  /** For whoever may see the rows alone. */
  readonly explanation: Explanation;
}

const tries = 4;

/**
 * The one gate: protects tables against all that has left about the same people, attacks the result, and writes the release
 * down with its decision in one transaction. When another release about the same people was written meanwhile, the work is
 * done again against it, so that two at once come out as one after the other. Throws what protection throws, and
 * `disclosure.released-meanwhile`.
 */
export async function passGate(context: Context, request: ReleaseRequest): Promise<Gated> {
  const file = parseTableFile(request.tables.text, request.tables.name);
  const universes = [...new Set(file.tables.map(({ universe }) => universe))];
  const variables = [...new Set(file.tables.flatMap(({ dims }) => dims))];
  const id = newId<'release'>(context.random);
  // The first release of a home makes its secret, and that transaction carries the entry of the change.
  if (request.audience !== 'figures') context.audit.about({ detail: { release: id } });
  for (let attempt = 0; attempt < tries; attempt++) {
    // What waits for a reviewer may leave any day: it is protected against as if it had.
    const earlier = await releasesAbout(context.store.read, universes, ['released', 'proposed']);
    const seen = await mark(context.store.read, universes);
    const made = await askWorker<{ published: string; explanation: string }>(
      {
        ask: 'protect',
        secret: await homeSecret(context, 'companions'),
        tables: request.tables,
        earlier: earlier.map(({ id, published }) => ({ name: id, text: published })),
        rules: request.rules,
        overrides: request.overrides,
        ...(request.seconds === undefined ? {} : { seconds: request.seconds }),
      },
      context.signal,
    ).catch((error: unknown) => {
      throw request.audience === 'figures' || request.figuresOnly ? withoutFigures(error) : error;
    });
    const explanation: Explanation = JSON.parse(made.explanation);
    const proof = proofOf(explanation, earlier);
    const written = await context.store.write(async (tx) => {
      if ((await mark(tx, universes)) !== seen) return false;
      await writeRelease(context, tx, { id, request, universes, variables, made, explanation, proof });
      return true;
    });
    if (!written) continue;
    const [view] = await viewsOf(context.store.read, [await releaseOf(context.store.read, id)]);
    return { view: view!, published: made.published, explanation };
  }
  throw releasedMeanwhile.with({ universe: universes.join(', ') });
}

/** A refusal for someone who may see no row: which figures could be worked out, and how, would be to tell them. */
function withoutFigures(error: unknown): unknown {
  if (!(error instanceof OakError)) return error;
  const count = Number(error.details['count'] ?? 1);
  const cells = ['which they are is told to whoever may see the rows'];
  if (error.code === failedItsTest.code) return failedItsTest.with({ count, cells });
  if (error.code !== cannotBeProtected.code) return error;
  const { how } = error.details;
  return cannotBeProtected.with({
    count,
    cells,
    why: '',
    ...(how === undefined ? {} : { how: String(how) }),
  });
}

const mark = async (reader: Reader, universes: readonly string[]) =>
  (await releasesAbout(reader, universes, ['released', 'proposed'])).map(({ id }) => id).join();

function proofOf(explanation: Explanation, earlier: readonly ReleaseRow[]): ReleaseProof {
  const widths = explanation.blanks.flatMap(({ interval }) =>
    interval === undefined || interval[1] === null ? [] : [interval[1] - interval[0]],
  );
  return {
    blanks: explanation.blanks.length,
    narrowest: widths.length === 0 ? null : Math.min(...widths),
    together: earlier.map(({ id }) => id),
    solves: explanation.solves,
  };
}

interface Written {
  readonly id: string;
  readonly request: ReleaseRequest;
  readonly universes: readonly string[];
  readonly variables: readonly string[];
  readonly made: { readonly published: string };
  readonly explanation: Explanation;
  readonly proof: ReleaseProof;
}

async function writeRelease(context: Context, tx: Tx, written: Written): Promise<void> {
  const { id, request, universes, variables, made, explanation, proof } = written;
  const now = context.clock.now();
  const row = {
    id,
    title: request.title,
    universes: JSON.stringify(universes),
    dataset: request.source?.dataset ?? null,
    version: request.source?.version ?? null,
    variables: JSON.stringify(variables),
    vintage: request.vintage ?? null,
    published: made.published,
    sha256: digestOf(made.published),
    cells: explanation.cells,
    blanks: explanation.blanks.length,
    rule: JSON.stringify(explanation.rule),
    proof: JSON.stringify(proof),
    asked_by: context.actor.id,
    asked_at: now,
    purpose: context.purpose ?? null,
    audience: request.audience ?? null,
    question: request.question ?? null,
  };
  const decision = request.review
    ? null
    : await recordRelease(context, tx, {
        kind: 'table',
        dataset: row.dataset,
        version: row.version,
        ground: request.ground ?? groundOf(context),
        reviewer: 'The release gate, by rule',
        evidence: { release: id, sha256: row.sha256, ...proof },
      });
  await tx
    .insertInto('disclosure_release')
    .values({
      ...row,
      state: request.review ? 'proposed' : 'released',
      ...(request.review
        ? {}
        : {
            reviewer: 'The release gate, by rule',
            decided_by: context.actor.id,
            decided_at: now,
            reason: 'Protected, and the attacker found nothing',
            decision,
          }),
    })
    .execute();
  for (const universe of universes)
    await tx.insertInto('disclosure_universe').values({ universe, release: id }).execute();
  const entry = {
    ...(row.dataset === null ? {} : { dataset: row.dataset }),
    detail: {
      release: id,
      decision: request.review ? 'proposed' : 'released',
      sha256: row.sha256,
      blanks: row.blanks,
    },
  };
  // Figures are asked for by operations that only read: nothing else would write down that they left.
  if (request.audience === 'figures')
    await context.audit.record(tx, { operation: 'disclosure.release', ...entry });
  else context.audit.about(entry);
}

/** The ground for a table whose protected parts were taken out. A state names its grounds; the last resort is its first. */
export function groundOf({ jurisdiction }: Pick<Context, 'jurisdiction'>): string {
  const { grounds } = jurisdiction.classification ?? plainClassification;
  return (grounds.find(({ id }) => id === 'protected-parts-removed') ?? grounds[0]!).id;
}
