import type { Reader } from '../../handler.ts';
import { definitionOf, findDefinition, parseRef, refOf } from '../definitions/read-definition.ts';
import { parseModel } from '../model-file.ts';
import { finishedRun } from './read-run.ts';

/** What a link may be told to use: a finished run, or a saved model at one version. */
export type NamedModel = { readonly run: string } | { readonly ref: string };

/** A model by the id of a finished link or by the name it is saved under. Throws `linkage.no-such-run` and the like. */
export async function resolveModel(reader: Reader, named: string): Promise<NamedModel> {
  const { name, version } = parseRef(named);
  const saved = await findDefinition(reader, 'model', name, version);
  if (saved !== undefined) return { ref: refOf(saved) };
  if (/[@-]/.test(named)) await definitionOf(reader, 'model', named);
  return { run: (await finishedRun(reader, named)).row.id };
}

/** The model of a kept request: what {@link resolveModel} answered. */
export async function modelNamed(reader: Reader, kept: string) {
  if (kept.includes('@'))
    return { file: kept, content: parseModel((await definitionOf(reader, 'model', kept)).content, kept) };
  const { row } = await finishedRun(reader, kept);
  const file = `of the link ${kept}`;
  return { file, content: parseModel(row.model!, file) };
}
