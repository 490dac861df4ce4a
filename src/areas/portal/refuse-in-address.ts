import { notInThisForm } from '../catalog/protection/errors.ts';
import type { OpenVersion } from './open-version.ts';

/**
 * An address is kept in histories, logs and referrers: a filter on protected rows, which names what it looks for, is sent
 * and never stands there. Throws `catalog.not-in-this-form`.
 */
export function refuseInAddress(
  { content, dataset }: Pick<OpenVersion, 'content' | 'dataset'>,
  narrowing: Readonly<Record<string, unknown>>,
): void {
  if (content.isOpen || Object.values(narrowing).every((one) => one === undefined)) return;
  throw notInThisForm.with({
    dataset: dataset.publicId,
    form: 'Filtered rows',
    because:
      'a filter on protected rows must not stand in an address; send it with POST (portal.search-rows)',
  });
}
