import { type Column, Status, Table, Time } from '../../web/components/index.ts';
import { counted, formatCount, listed } from '../../web/format/index.ts';
import type { VersionView } from './model.ts';

interface VersionListProps {
  readonly home: string;
  /** Newest first. */
  readonly versions: readonly VersionView[];
  readonly zone: string;
}

/** Versions, newest first: when loaded, how large, and what changed since the one before. */
export const VersionList = ({ home, versions, zone }: VersionListProps) => {
  const columns: readonly Column<VersionView>[] = [
    {
      head: 'Version',
      nowrap: true,
      cell: ({ version, state }) => (
        <>
          <a href={`${home}/versions/${version}`}>
            {version}
            {state === 'current' && ', current'}
          </a>
          {state === 'withdrawn' && (
            <span class="sub">
              <Status kind="unknown">withdrawn</Status>
            </span>
          )}
        </>
      ),
    },
    { head: 'Loaded', nowrap: true, cell: ({ loaded_at }) => <Time at={loaded_at} zone={zone} /> },
    { head: 'Rows', numeric: true, cell: ({ rows_stored }) => formatCount(rows_stored) },
    { head: 'Fields', numeric: true, cell: ({ fields }) => formatCount(fields) },
    { head: 'File', phoneHide: true, cell: ({ source_name }) => <span class="anywhere">{source_name}</span> },
    { head: 'What changed', cell: (version) => <Changes home={home} version={version} /> },
  ];
  return <Table caption="Versions" columns={columns} rows={versions} />;
};

function Changes({ home, version }: { home: string; version: VersionView }) {
  const { content_of: contentOf, changes, notice, note } = version;
  if (contentOf !== null) return <>Rolled back to the rows of version {contentOf}</>;
  if (changes === null && notice === null) return <>{note ?? 'First load'}</>;
  const words = [notice && fieldWords(notice), changes && rowWords(changes)].filter(Boolean).join('; ');
  const from = changes?.from ?? version.version - 1;
  return (
    <>
      <a href={`${home}/compare?from=${from}&to=${version.version}`}>{words || 'Nothing'}</a>
      {note && <span class="sub">{note}</span>}
    </>
  );
}

/** `8 fields added, 19 renamed, 1 dropped`. */
function fieldWords({ added, dropped, renamed, retyped }: NonNullable<VersionView['notice']>): string {
  const parts = [
    added.length > 0 && `${added.length} added`,
    renamed.length > 0 && `${renamed.length} renamed`,
    dropped.length > 0 && `${dropped.length} dropped`,
    retyped.length > 0 && `${retyped.length} of another kind`,
  ].filter((part): part is string => Boolean(part));
  const [first, ...rest] = parts;
  if (first === undefined) return '';
  const many = /^1 /.test(first) ? 'field' : 'fields';
  return [first.replace(' ', ` ${many} `), ...rest].join(', ');
}

/** `5,549 rows added, 12 changed`. */
export function rowWords(changes: NonNullable<VersionView['changes']>): string {
  const { by, added, removed, changed, unchanged } = changes;
  if (by === 'whole-row' && unchanged === 0 && added > 0 && removed > 0)
    return 'no row is the same in every field';
  const parts = [
    added > 0 && `${counted(added, 'row')} added`,
    removed > 0 && `${counted(removed, 'row')} removed`,
    changed > 0 && `${counted(changed, 'row')} changed`,
  ].filter((part): part is string => Boolean(part));
  return parts.length === 0 ? 'the same rows' : listed(parts);
}
