import type { Reader } from '../../handler.ts';
import { versionFromRow } from '../read-version.ts';
import type { LineageEdge, LineageNode } from './model.ts';

/** The newest files and the newest released tables are shown; the lists of versions and releases have the rest. */
const most = 5;

interface Around {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly more: boolean;
}

/**
 * What stands around one dataset (internal and public id) by the platform's own steps and is no dataset: the files its
 * versions were read from, and the tables and extracts that were released from it.
 */
export async function lineageAround(reader: Reader, id: string, publicId: string): Promise<Around> {
  const [versions, releases] = await Promise.all([
    reader
      .selectFrom('dataset_version')
      .selectAll()
      .where('dataset', '=', id)
      .where('content_of', 'is', null)
      .orderBy('number', 'desc')
      .limit(most + 1)
      .execute(),
    reader
      .selectFrom('release_decision')
      .selectAll()
      .where('dataset', '=', id)
      .where('kind', 'in', ['table', 'extract'])
      .where('outcome', '=', 'released')
      .orderBy('decided_at', 'desc')
      .limit(most + 1)
      .execute(),
  ]);
  const files = versions
    .slice(0, most)
    .map((row) => versionFromRow(row, { id: id as never, publicId: publicId as never }));
  const left = releases.slice(0, most).map((row) => {
    const { release } = JSON.parse(row.evidence ?? '{}') as { release?: string };
    return {
      id: row.id,
      version: row.version,
      href: row.kind === 'table' && release !== undefined ? `/releases/${release}` : null,
      title: row.kind === 'table' ? 'Released table' : 'Released extract',
      on: row.decided_at.slice(0, 10),
    };
  });
  return {
    nodes: [
      ...files.map((version) => ({
        dataset: `${publicId}@${version.number}/file`,
        kind: 'file' as const,
        title: version.sourceName,
        agency: null,
        href: `/data/${publicId}/versions/${version.number}`,
        step: -1,
      })),
      ...left.map((one) => ({
        dataset: `${publicId}/release/${one.id}`,
        kind: 'release' as const,
        title: `${one.title}, ${one.on}`,
        agency: null,
        href: one.href,
        step: 1,
      })),
    ],
    edges: [
      ...files.map((version) => ({
        dataset: publicId,
        source: `${publicId}@${version.number}/file`,
        kind: 'transform' as const,
        how: `Version ${version.number}: ${version.rowsIn} rows in, ${version.rowsStored} stored, ${version.rowsQuarantined} set aside.`,
      })),
      ...left.map((one) => ({
        dataset: `${publicId}/release/${one.id}`,
        source: publicId,
        kind: 'transform' as const,
        how:
          one.version === null
            ? 'Made and protected here.'
            : `Made from version ${one.version} and protected here.`,
      })),
    ],
    more: versions.length > most || releases.length > most,
  };
}
