import { stat } from 'node:fs/promises';
import { isWebAddress } from '../../../core/operation.ts';
import type { Handler } from '../../handler.ts';
import { pathNotAllowed } from '../errors.ts';
import type { harvest as operation } from './contract.ts';
import { catalogueUnreadable } from './errors.ts';
import type { HarvestJob } from './harvest-job.ts';

/**
 * Queues the harvest of a catalogue: by its address, or by a path on this machine (its owner only). Nothing is asked of an
 * address inside this network unless the operator allows it.
 */
export const harvest: Handler<typeof operation> = async (context, input) => {
  const { source } = input;
  const isOperator = context.actor.kind === 'operator' || context.actor.kind === 'system';
  const isFile = !isWebAddress(source);
  if ((input.allow_private || isFile) && !isOperator) throw pathNotAllowed.with({});
  if (isFile && !(await stat(source).catch(() => undefined))?.isFile())
    throw catalogueUnreadable.with({ source, problem: 'there is no such file' });
  const job: HarvestJob = {
    name: source,
    address: isFile ? null : source,
    path: isFile ? source : null,
    agency: input.agency ?? null,
    check: input.check,
    allowPrivate: input.allow_private,
    differences: input.differences,
    by: context.actor.name ?? context.actor.id,
  };
  const id = await context.store.write((tx) =>
    context.enqueue(tx, { kind: 'catalog.harvest', input: job, subject: `harvest ${source}` }),
  );
  return { job: id };
};
