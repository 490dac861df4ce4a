import { type Dataset, freshnessOf } from './model.ts';
import { counted } from './rules/counted.ts';
import type { MetadataAccess } from './score.ts';

/**
 * How well a dataset is described and opened, from its record alone: ten equal points, each met or not and why. Says
 * nothing of the rows.
 */
export function metadataAccessOf(
  dataset: Dataset,
  fields: readonly { readonly description: string | null }[],
  now: string,
): MetadataAccess {
  const point = (name: string, met: boolean, because: string) => ({ point: name, met, because });
  const given = (name: string, value: string | null) =>
    point(name, filled(value), filled(value) ? value! : 'Nothing is recorded');
  const described = fields.filter((field) => filled(field.description)).length;
  const freshness = freshnessOf(dataset, now);
  const long = (dataset.description ?? '').trim().length;
  const points = [
    point(
      'Described in a few sentences',
      long >= 80,
      long === 0 ? 'There is no description' : counted(long, 'character'),
    ),
    given('An agency holds it', dataset.agency),
    given('An owner is named', dataset.owner),
    given('There is someone to ask', dataset.contact),
    given('A license says what may be done with it', dataset.licence),
    point(
      'It can be found by subject',
      dataset.tags.length > 0,
      dataset.tags.length > 0 ? dataset.tags.join(', ') : 'It has no tags',
    ),
    given('Its source is recorded', dataset.sourceUrl),
    point(
      'Every field is explained',
      fields.length > 0 && described === fields.length,
      `${described} of ${counted(fields.length, 'field')}`,
    ),
    point('An update promise is made', dataset.cadence !== null, dataset.cadence ?? 'No promise'),
    point(
      'It can be downloaded, and is as fresh as promised',
      freshness === 'fresh' || freshness === 'no-promise',
      {
        'no-file': 'No file has been loaded',
        'no-promise': 'No promise to keep',
        fresh: 'On time',
        late: 'Late',
      }[freshness],
    ),
  ];
  return { score: Math.floor((points.filter((one) => one.met).length / points.length) * 100), points };
}

const filled = (value: string | null): boolean => value !== null && value.trim() !== '';
