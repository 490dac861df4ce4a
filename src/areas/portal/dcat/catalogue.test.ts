import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../../test/state-context.ts';
import { loadJurisdiction } from '../../../core/load-jurisdiction.ts';
import { loadDatasetList } from '../../../core/state-folder.ts';
import { area as agencies } from '../../agencies/index.ts';
import { area as catalog, dcatFaults } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { area as portal } from '../index.ts';

const base = 'https://data.example.gov';

describe('the catalogue served', () => {
  let context: StateContext;
  let world: Context;
  beforeEach(async () => {
    context = await openStateContext('2026-11-23T15:00:00.000Z');
    world = { ...context, jurisdiction: await loadJurisdiction(exampleState) };
    await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
    for (const one of await loadDatasetList(exampleState))
      await catalog.handlers['register-dataset'](world, {
        dataset: one.id,
        title: one.title,
        description: one.description,
        agency: one.agency,
        tags: one.keywords,
        licence: one.licence,
        source_url: one.source,
        ...(one.owner && { owner: one.owner }),
      });
  });
  afterEach(() => context.close());

  const shown = async (form: '1.1' | '3.0', state = world) => {
    const answer = await portal.handlers['show-catalogue'](state, { form, base });
    return JSON.parse(answer.body as string) as { dataset: Record<string, unknown>[] };
  };

  it.each(['1.1', '3.0'] as const)('is valid by GSA’s schema of %s, whole', async (form) => {
    const catalogue = await shown(form);
    expect(catalogue.dataset).toHaveLength(15);
    expect(dcatFaults(form, 'catalogue', catalogue)).toEqual([]);
  });

  it('stays valid whatever is saved', async () => {
    const dataset = 'rybz-nyjw';
    const edit = (input: object) => catalog.handlers['edit-dataset'](world, { dataset, ...input });
    const custody = (input: object) => catalog.handlers['describe-custody'](world, { dataset, ...input });
    for (const change of [
      () => edit({ description: '' }),
      () => edit({ description: 'x'.repeat(20_000) }),
      () => edit({ tags: [] }),
      () => edit({ tags: ['', ' ', 'ok', 'y'.repeat(2000)] }),
      () => edit({ contact: 'call 860 555 0100' }),
      () => edit({ contact: 'ask@example.gov', owner: '' }),
      () => edit({ licence: 'Whatever “we” say <b>' }),
      () => edit({ licence: 'CC0-1.0', cadence: 'twice-yearly' }),
      () => edit({ agency: '' }),
      () =>
        custody({ rights: 'z'.repeat(2000), access_level: 'restricted public', access_ground: 'CGS 1-210' }),
      () => custody({ years_from: 1999, years_to: null, spatial: 'All towns' }),
      () => custody({ years_to: 2001, landing_page: 'https://portal.ct.gov/a b'.replace(' ', '%20') }),
    ]) {
      await change();
      for (const form of ['1.1', '3.0'] as const) {
        const catalogue = await shown(form);
        expect(catalogue.dataset).toHaveLength(15);
        expect(dcatFaults(form, 'catalogue', catalogue)).toEqual([]);
      }
    }
  });

  it('leaves out what nobody can be asked about, and says so', async () => {
    const silent = {
      ...world,
      jurisdiction: { ...world.jurisdiction, custody: undefined },
    } as unknown as Context;
    await catalog.handlers['edit-dataset'](world, { dataset: 'rybz-nyjw', contact: 'ocme@example.gov' });
    expect((await shown('1.1', silent)).dataset.map((one) => one['identifier'])).toEqual([
      `${base}/data/rybz-nyjw`,
    ]);
    const checked = await portal.handlers['check-catalogue'](silent, { form: '1.1', base });
    expect(checked).toMatchObject({ records: 15, valid: 1 });
    expect(checked.faults[0]!.faults).toEqual(['contactPoint: name an email address for questions']);
  });
});
