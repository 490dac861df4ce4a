import type { Context, Handler } from '../../handler.ts';
import { parseModel } from '../model-file.ts';
import { parseRuleSet } from '../policy/rule-set.ts';
import { mayOpenSources, openSources } from '../runs/open-sources.ts';
import { finishedRun, sourcesOfRun } from '../runs/read-run.ts';
import { linesOf } from './compare-lines.ts';
import type {
  compareDefinitions as compareOp,
  listDefinitions as listOp,
  saveDefinition as saveOp,
  showDefinition as showOp,
} from './contract.ts';
import { contentOrRun } from './errors.ts';
import { definitionAt, findDefinition, refOf } from './read-definition.ts';

type Row = Awaited<ReturnType<typeof definitionAt>>;
const viewOf = ({ content: _, ...row }: Row) => row;

/** Reads and tries what is to be saved, and keeps it as the next version; a text that stands already makes no other. */
const saveDefinition: Handler<typeof saveOp> = async (context, input) => {
  const content = await contentToSave(context, input);
  if (input.kind === 'model') parseModel(content, input.name);
  else parseRuleSet(content, input.name);
  return context.store.write(async (tx) => {
    const last = await findDefinition(tx, input.kind, input.name);
    if (last?.content === content) return viewOf(last);
    const row: Row = {
      kind: input.kind,
      name: input.name,
      version: (last?.version ?? 0) + 1,
      content,
      note: input.note || null,
      // An edited model still says what was learned.
      made_from: input.run ?? last?.made_from ?? null,
      saved_by: context.actor.id,
      saved_at: context.clock.now(),
    };
    await tx.insertInto('linkage_definition').values(row).execute();
    context.audit.about({ detail: { kind: row.kind, name: row.name, version: row.version } });
    return viewOf(row);
  });
};

async function contentToSave(
  context: Context,
  { kind, content, run }: Parameters<typeof saveDefinition>[1],
): Promise<string> {
  const given = content === undefined || content.trim() === '' ? undefined : content.replaceAll('\r\n', '\n');
  if ((given === undefined) === (run === undefined) || (run !== undefined && kind === 'rules'))
    throw contentOrRun.with({});
  if (run === undefined) return given!;
  const { row } = await finishedRun(context.store.read, run);
  await openSources(context, sourcesOfRun(row));
  return row.model!;
}

/** What a run learned of its records is told to whoever may see them: how often values occur says something of people. */
async function mustSeeWhatItLearnedFrom(context: Context, { made_from }: Row): Promise<void> {
  if (made_from === null) return;
  const { row } = await finishedRun(context.store.read, made_from);
  await mayOpenSources(context, sourcesOfRun(row));
}

const listDefinitions: Handler<typeof listOp> = async (context, { kind }) => {
  const rows = await context.store.read
    .selectFrom('linkage_definition as one')
    .selectAll('one')
    .$if(kind !== undefined, (query) => query.where('one.kind', '=', kind!))
    .where('one.version', '=', (where) =>
      where
        .selectFrom('linkage_definition as newer')
        .select(({ fn }) => fn.max('newer.version').as('version'))
        .whereRef('newer.kind', '=', 'one.kind')
        .whereRef('newer.name', '=', 'one.name'),
    )
    .orderBy('one.kind')
    .orderBy('one.name')
    .limit(500)
    .execute();
  return { definitions: rows.map(viewOf) };
};

const mostUses = 50;

const showDefinition: Handler<typeof showOp> = async (context, input) => {
  const reader = context.store.read;
  const shown = await definitionAt(reader, input.kind, input.name, input.version);
  await mustSeeWhatItLearnedFrom(context, shown);
  const versions = await reader
    .selectFrom('linkage_definition')
    .selectAll()
    .where('kind', '=', shown.kind)
    .where('name', '=', shown.name)
    .orderBy('version', 'desc')
    .execute();
  const uses = await reader
    .selectFrom('linkage_run')
    .select(['id', 'title', 'request'])
    .where('request', 'like', `%"${shown.kind}":"${shown.name}@%`)
    .orderBy('asked_at', 'desc')
    .limit(mostUses)
    .execute();
  return {
    ...viewOf(shown),
    content: shown.content,
    versions: versions.map(viewOf),
    used_by: uses.map(({ id, title, request }) => ({
      run: id,
      title,
      version: Number(String((JSON.parse(request) as Record<string, string>)[shown.kind]).split('@')[1]),
    })),
  };
};

const compareDefinitions: Handler<typeof compareOp> = async (context, input) => {
  const [from, to] = await Promise.all(
    [input.from, input.to].map((version) =>
      definitionAt(context.store.read, input.kind, input.name, version),
    ),
  );
  for (const one of [from!, to!]) await mustSeeWhatItLearnedFrom(context, one);
  const [before, after] = [from!, to!].map((one) => linesOf(one.kind, one.content, refOf(one)));
  const changes = [...new Set([...before!.keys(), ...after!.keys()])].flatMap((what) => {
    const [was, is] = [before!.get(what) ?? null, after!.get(what) ?? null];
    return was === is ? [] : [{ what, before: was, after: is }];
  });
  return {
    kind: input.kind,
    name: input.name,
    from: from!.version,
    to: to!.version,
    same: [...before!].filter(([what, text]) => after!.get(what) === text).length,
    changes,
  };
};

export const definitionHandlers = {
  'save-definition': saveDefinition,
  'list-definitions': listDefinitions,
  'show-definition': showDefinition,
  'compare-definitions': compareDefinitions,
};
