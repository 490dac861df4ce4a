import { datasetOf } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import { newRule, queueCheck } from './accept-rule.ts';
import type { importContract as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { contractTableUnclear } from './errors.ts';
import { fieldOfProperty } from './odcs/field-of-property.ts';
import type { OdcsDocument, OdcsObject } from './odcs/odcs-document.ts';
import { type TakenRule, takeRules } from './odcs/take-rules.ts';
import { parseContract } from './odcs/validate-contract.ts';
import { retire } from './retire-rule.ts';
import { subjectOf } from './rule.ts';
import { ruleFrom, ruleRowsOf } from './rule-rows.ts';
import { openVersion } from './version-ground.ts';

export const importContract: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  const document = parseContract(input.text ?? (await readRecordUpload(context, input)).text);
  const fields = await store.read
    .selectFrom('dataset_field')
    .select(['name', 'title'])
    .where('dataset', '=', dataset.id)
    .where('known_to', 'is', null)
    .execute();
  const table = tableIn(document, input.table, [
    dataset.title,
    dataset.publicId,
    dataset.publicId.replace('-', '_'),
  ]);
  const taken = takeRules(document, table, (property) => fieldOfProperty(property, fields));
  const rules = firstOfEachSubject(taken.rules);
  // Checks run as the platform: who imports a rule must be allowed to look at what it points to.
  for (const { definition } of rules)
    if (definition.kind === 'foreign-key') await openVersion(context, definition.dataset);
  const words = await wordsFor(store.read, dataset.id, jurisdiction);
  const outcome = await store.write(async (tx) => {
    const before = await ruleRowsOf(tx, dataset.id, 'accepted');
    let unchanged = 0;
    let retired = 0;
    const stay = new Set<string>();
    const accepted = [];
    for (const rule of rules) {
      const entry = rule.entry === null ? null : JSON.stringify(rule.entry);
      const mark = rule.entry === null ? 'declared' : rule.mark;
      const same = before.find(
        (one) =>
          one.subject === subjectOf(rule.definition) &&
          one.definition === JSON.stringify(rule.definition) &&
          one.tolerance === rule.tolerance &&
          one.criticality === rule.criticality,
      );
      if (same !== undefined) {
        unchanged += 1;
        stay.add(same.id);
        await tx.updateTable('quality_rule').set({ entry, mark }).where('id', '=', same.id).execute();
        continue;
      }
      const row = newRule(context, dataset.id, { ...rule, origin: 'imported', entry, mark });
      await tx.insertInto('quality_rule').values(row).execute();
      accepted.push(row);
    }
    for (const old of before) {
      if (stay.has(old.id)) continue;
      retired += 1;
      await retire(
        context,
        tx,
        { ...old, publicId: dataset.publicId },
        'A newer data contract was imported without it.',
      );
    }
    await tx.deleteFrom('quality_contract').where('dataset', '=', dataset.id).execute();
    await tx
      .insertInto('quality_contract')
      .values({
        dataset: dataset.id,
        template: JSON.stringify(taken.template),
        table_name: table?.name ?? null,
        imported_at: context.clock.now(),
        imported_by: context.actor.id,
      })
      .execute();
    if (accepted.length > 0) await queueCheck(context, tx, dataset);
    return { accepted, unchanged, retired };
  });
  return {
    dataset: dataset.publicId,
    accepted: outcome.accepted.map((row) => ruleFrom(row, dataset.publicId, words)),
    unchanged: outcome.unchanged,
    retired: outcome.retired,
    kept: [...taken.kept],
  };
};

/** The only table, the one asked for, or the one that bears the dataset's name. */
function tableIn(
  document: OdcsDocument,
  wanted: string | undefined,
  names: readonly string[],
): OdcsObject | undefined {
  const tables = document.schema ?? [];
  if (wanted === undefined && tables.length <= 1) return tables[0];
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/^dataset_/, '')
      .replace(/[^a-z0-9]/g, '');
  const asked = wanted === undefined ? names : [wanted];
  const found = tables.find((table) => asked.some((name) => plain(name) === plain(table.name)));
  if (found === undefined)
    throw contractTableUnclear.with({ tables: tables.map((table) => table.name).slice(0, 20) });
  return found;
}

/** A property declared required that also has an entry for it states one rule; the entry, which says more, wins. */
function firstOfEachSubject(rules: readonly TakenRule[]): TakenRule[] {
  const seen = new Set<string>();
  return rules.filter((rule) => {
    const subject = subjectOf(rule.definition);
    if (seen.has(subject)) return false;
    seen.add(subject);
    return true;
  });
}
