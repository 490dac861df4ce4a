import { formatCount } from '../../../web/format/index.ts';

/** A cluster is named by its first record, for as long as links go on from one another: `Row 2,396 of the first`. */
export function clusterWord(cluster: string): string {
  const [, side, row, other] = /^(?:(left|right)-)?(\d+)(-\d+)?$/.exec(cluster) ?? [];
  if (row === undefined) return cluster;
  const from = `Row ${formatCount(Number(row))}${other ?? ''}`;
  return side === undefined ? from : `${from} of the ${side === 'left' ? 'first' : 'second'}`;
}
