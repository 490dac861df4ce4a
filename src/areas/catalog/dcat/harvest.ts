import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../core/id.ts';
import { makeFolder } from '../../../engine/lake.ts';
import type { Context, Handler } from '../../handler.ts';
import { pathNotAllowed } from '../errors.ts';
import { incomingFolder } from '../ingest.ts';
import type { harvest as operation } from './contract.ts';
import { catalogueTooLarge, catalogueUnreadable } from './errors.ts';
import type { HarvestJob } from './harvest-job.ts';
import { mostCatalogueBytes } from './harvest-job.ts';

/**
 * Queues the harvest of a catalogue: by its address, by a path on this machine (its owner only), or sent along. Nothing is
 * asked of an address inside this network unless the operator allows it.
 */
export const harvest: Handler<typeof operation> = async (context, input) => {
  const isOperator = context.actor.kind === 'operator' || context.actor.kind === 'system';
  if (input.allow_private && !isOperator) throw pathNotAllowed.with({});
  const from = await whereFrom(context, input.path ?? input.source ?? '', isOperator);
  const job: HarvestJob = {
    ...from,
    agency: input.agency ?? null,
    check: input.check,
    allowPrivate: input.allow_private,
    differences: input.differences,
  };
  const id = await context.store.write((tx) =>
    context.enqueue(tx, { kind: 'catalog.harvest', input: job, subject: `harvest ${from.name}` }),
  );
  return { job: id };
};

async function whereFrom(context: Context, source: string, isOperator: boolean) {
  if (context.upload !== undefined) {
    const incoming = newId(context.random);
    const folder = incomingFolder(context, incoming);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of context.upload.stream) {
      size += part.length;
      if (size > mostCatalogueBytes) throw catalogueTooLarge.with({ source: context.upload.filename });
      parts.push(part);
    }
    await makeFolder(folder);
    await writeFile(join(folder, 'catalogue.json'), Buffer.concat(parts), { mode: 0o600 });
    return { name: context.upload.filename, address: null, path: join(folder, 'catalogue.json'), incoming };
  }
  if (/^https?:\/\//i.test(source)) return { name: source, address: source, path: null, incoming: null };
  if (source === '')
    throw catalogueUnreadable.with({ source: 'Nothing', problem: 'no address and no file is named' });
  if (!isOperator) throw pathNotAllowed.with({});
  const found = await stat(source).catch(() => undefined);
  if (!found?.isFile()) throw catalogueUnreadable.with({ source, problem: 'there is no such file' });
  return { name: source, address: null, path: source, incoming: null };
}
