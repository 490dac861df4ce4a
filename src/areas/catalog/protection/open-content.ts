import { readFile, rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { noObligations, type Obligations } from '../../../core/decision.ts';
import { newId } from '../../../core/id.ts';
import { duckdbDialect } from '../../../engine/dialect.ts';
import {
  absolutePath,
  type Lake,
  lakePath,
  makeFolder,
  publishFile,
  temporaryName,
} from '../../../engine/lake.ts';
import { ident, literal, type Sql, sql, join as sqlJoin } from '../../../engine/sql.ts';
import { readSealed, sealFile } from '../../../store/sealed/sealed-file.ts';
import type { Context } from '../../handler.ts';
import type { DatasetVersion, PartKind, VersionColumn } from '../model.ts';
import { decideLook, type LookAction } from './decide-look.ts';
import { contentProtected, notInThisForm, versionDestroyed } from './errors.ts';
import { fieldClassesOf } from './field-classes.ts';
import { maskedRows } from './masked-rows.sql.ts';
import { openedFile } from './opened-files.ts';

declare const passed: unique symbol;

/**
 * The content of a version, for someone whom the gate has let through. {@link openContent} alone makes it, so whoever holds
 * one has passed; nothing else in the program knows where a version's files lie.
 */
export interface OpenContent {
  readonly [passed]: true;
  readonly version: DatasetVersion;
  /** Anyone may have it: a release decision covers the version. */
  readonly isOpen: boolean;
  /** The version and all that may change an answer from it; only answers from open content may be kept. */
  readonly mark: string;
  readonly obligations: Obligations;
  /** Columns that are masked in everything that comes out of here. */
  readonly masked: ReadonlySet<string>;
  /** The rows as a relation, masked where they must be. Throws `catalog.not-in-this-form` when only figures may be seen. */
  rows(): Promise<Sql>;
  /** The same for figures that count or sum rows: whoever asks holds the least cell. */
  rowsForFigures(): Promise<Sql>;
  /** The files that hold exactly these rows; none when some of what they hold is masked. */
  rowsFiles(): Promise<readonly ContentFile[] | undefined>;
  /** Cells that did not fit, with what the file said; none when all did. */
  rejectedCells(): Promise<Sql | undefined>;
  /** Rows set aside, word for word. They cannot be masked. */
  quarantinedRows(): Promise<Sql | undefined>;
  /** What changed since the version before; its values cannot be masked. */
  rowChanges(): Promise<Sql | undefined>;
  /** A by-product kept beside the version, by the path that {@link keepBeside} answered; plain to read now. */
  beside(path: string): Promise<string>;
  /** Keeps a by-product beside the version, as sealed as it is; answers its path relative to the lake. */
  keepBeside(name: string, make: (temporary: string) => Promise<void>): Promise<string>;
  keepJsonBeside(name: string, value: unknown): Promise<string>;
  /** Undefined when there is none. */
  readJsonBeside<T>(path: string): Promise<T | undefined>;
  /** Where working files may lie: private for what is protected. */
  readonly workFolder: string;
}

interface ContentFile {
  readonly path: string;
  readonly bytes: number;
}

type Asking = Pick<
  Context,
  'store' | 'lake' | 'vault' | 'actor' | 'clock' | 'jurisdiction' | 'audit' | 'decide'
>;

/**
 * The one gate before the content of a version: rows, figures, files, profiles, cells, differences. What is open passes.
 * Of what is protected the policies are asked; a look that they allow is written down before the first byte leaves, one
 * that they refuse is thrown (`catalog.protected`, 403) and written down by whoever asked for the operation. What is withheld
 * from use is open to whoever judges it only, who says so with `judging`.
 */
export async function openContent(
  context: Asking,
  version: DatasetVersion,
  action: LookAction,
  options: { readonly judging?: true } = {},
): Promise<OpenContent> {
  if (version.destroyed !== null)
    throw versionDestroyed.with({
      dataset: version.publicId,
      version: version.number,
      on: version.destroyed.slice(0, 10),
    });
  if (version.release !== null) return contentOf(context, version, action, noObligations, []);
  const decision = await decideLook(context, version, action);
  if (!decision.allowed) {
    const { policy, reason, ask, agency } = decision.refusal;
    throw contentProtected.with({
      dataset: version.publicId,
      version: version.number,
      policy: policy.id,
      title: policy.title,
      reason,
      ask,
      ...(agency !== undefined && agency !== '' && { agency }),
    });
  }
  if (version.withheld !== null && context.actor.kind !== 'system' && options.judging === undefined)
    throw notInThisForm.with({
      dataset: version.publicId,
      form: 'The content',
      because: version.withheld,
    });
  const { obligations } = decision;
  const classes = obligations.mask.length === 0 ? undefined : await fieldClassesOf(context, version.dataset);
  // Nobody has said what an unclassified field tells: under a mask it is not shown.
  const masked = classes
    ? version.columns.filter(({ name }) => obligations.mask.includes(classes.get(name) ?? 'identifier'))
    : [];
  if (context.actor.kind !== 'system')
    await context.audit.look({
      dataset: version.dataset,
      detail: { version: version.number, action, masked: masked.length },
    });
  return contentOf(context, version, action, obligations, masked);
}

function contentOf(
  { store, lake, vault }: Asking,
  version: DatasetVersion,
  action: LookAction,
  obligations: Obligations,
  masked: readonly VersionColumn[],
): OpenContent {
  const names = new Set(masked.map(({ name }) => name));
  const isOpen = version.release !== null;
  const byProducts = joinPath(lake.folder(version.dataset, version.number), 'quality');

  const plain = async (file: string, label: string): Promise<string> => {
    const path = absolutePath(lake, file);
    if (!isSealedName(file)) return path;
    return openedFile(vault, { path, key: version.sealedBy ?? '', label });
  };
  // Asked for as a relation and as files at once, they are looked up once; later they may lie elsewhere.
  const looking = new Map<PartKind, Promise<ContentFile[]>>();
  const parts = (kind: PartKind): Promise<ContentFile[]> => {
    const known = looking.get(kind) ?? findParts(kind).finally(() => looking.delete(kind));
    looking.set(kind, known);
    return known;
  };
  const findParts = async (kind: PartKind): Promise<ContentFile[]> => {
    const rows = await store.read
      .selectFrom('version_part')
      .selectAll()
      .where('dataset', '=', version.dataset)
      .where('version', '=', version.number)
      .where('kind', '=', kind)
      .orderBy('number')
      .execute();
    return Promise.all(
      rows.map(async (row) => ({
        path: await plain(row.file, partLabel(kind, row.number)),
        bytes: row.bytes,
      })),
    );
  };
  const relation = async (kind: PartKind): Promise<Sql | undefined> => {
    const files = await parts(kind);
    return files.length === 0 ? undefined : duckdbDialect.files(files.map(({ path }) => path));
  };
  const wholeRows = async () => maskedRows((await relation('rows')) ?? sql`(select 1 where false)`, masked);
  const refuseForm = (form: string, because: string) =>
    notInThisForm.with({ dataset: version.publicId, form, because });
  const mustShowRows = (form: string) => {
    if (obligations.aggregateOnly) throw refuseForm(form, 'you may see figures only, never a row');
  };
  const mustBeWhole = (form: string) => {
    mustShowRows(form);
    if (masked.length > 0) throw refuseForm(form, 'some fields are masked for you, and here they cannot be');
  };

  const content: Omit<OpenContent, typeof passed> = {
    version,
    isOpen,
    mark: `${version.dataset}/${version.number}|${isOpen ? 'open' : action}`,
    obligations,
    masked: names,
    workFolder: isOpen ? joinPath(lake.root, '.exports') : joinPath(vault.privateFolder, 'exports'),
    async rows() {
      mustShowRows('The rows');
      return wholeRows();
    },
    rowsForFigures: wholeRows,
    async rowsFiles() {
      mustShowRows('The rows');
      return masked.length > 0 ? undefined : parts('rows');
    },
    async rejectedCells() {
      mustShowRows('Cells that do not fit');
      const cells = await relation('rejected-cells');
      if (cells === undefined || names.size === 0) return cells;
      const hidden = sqlJoin([...names].map((name) => literal(name)));
      return sql`(select * replace (case when ${ident('column')} in (${hidden}) then null else text end as text) from ${cells})`;
    },
    quarantinedRows() {
      mustBeWhole('Rows set aside');
      return relation('quarantined-rows');
    },
    rowChanges() {
      mustBeWhole('Changes from version to version');
      return relation('row-changes');
    },
    beside: (file) => plain(file, besideLabel(file)),
    async keepBeside(name, make) {
      await makeFolder(byProducts);
      const sealedBy = version.sealedBy;
      const final = joinPath(byProducts, sealedBy === null ? name : `${name}${sealedEnding}`);
      const temporary = temporaryName(final);
      if (sealedBy === null) {
        await writeThrough(temporary, make, () => publishFile(temporary, final));
        return lakePath(lake, final);
      }
      const working = joinPath(vault.privateFolder, newId());
      await writeThrough(working, make, async () => {
        await sealFile(
          working,
          temporary,
          await vault.keys.open(sealedBy),
          besideLabel(lakePath(lake, final)),
        );
        await publishFile(temporary, final);
      });
      return lakePath(lake, final);
    },
    keepJsonBeside: (name, value) =>
      content.keepBeside(name, (temporary) => writeFile(temporary, JSON.stringify(value), { mode: 0o600 })),
    async readJsonBeside<T>(file: string) {
      const path = absolutePath(lake, file);
      const bytes = isSealedName(file)
        ? readSealed(path, await vault.keys.open(version.sealedBy ?? ''), besideLabel(file))
        : readFile(path);
      const text = await bytes.catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as T);
    },
  };
  return content as OpenContent;
}

/** Removes what {@link OpenContent.keepBeside} kept; nothing when it is gone. It needs no leave: nothing is opened. */
export const removeBeside = (lake: Lake, file: string): Promise<void> =>
  rm(absolutePath(lake, file), { force: true });

/** Makes a file and finishes it; whatever happens, the working copy is gone afterwards. */
async function writeThrough(
  temporary: string,
  make: (temporary: string) => Promise<void>,
  finish: () => Promise<void>,
): Promise<void> {
  try {
    await make(temporary);
    await finish();
  } finally {
    await rm(temporary, { force: true });
  }
}

export const sealedEnding = '.sealed';
export const isSealedName = (file: string): boolean => file.endsWith(sealedEnding);
export const sealedName = (file: string): string => `${file}${sealedEnding}`;
/** What a sealed part is sealed as: its kind and number, so that no part can stand in for another. */
export const partLabel = (kind: PartKind, number: number): string => `${kind}-${number}`;
const besideLabel = (file: string): string => `beside-${file.split('/').at(-1)!}`;
