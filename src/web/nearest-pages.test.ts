import { describe, expect, it } from 'vitest';
import type { PageRequest } from '../core/page.ts';
import { nearestPages, relativeDistance } from './nearest-pages.ts';

const request = (path: string, ask: PageRequest['ask']): PageRequest =>
  ({ url: new URL(path, 'http://localhost'), ask }) as PageRequest;

const datasets = async () => ({
  datasets: [
    { dataset: 'rybz-nyjw', title: 'Accidental drug related deaths' },
    { dataset: 'hfcr-2015', title: 'Crashes in Hartford' },
  ],
});

describe('nearestPages', () => {
  it('finds a dataset by an id mistyped and by its name', async () => {
    const ask = datasets as unknown as PageRequest['ask'];
    expect((await nearestPages(request('/data/rybz-nyjv', ask)))[0]?.href).toBe('/data/rybz-nyjw');
    expect((await nearestPages(request('/data/crashes-in-hartfort', ask)))[0]?.href).toBe('/data/hfcr-2015');
  });

  it('finds a place of the site, and nothing for an address that is like none', async () => {
    const ask = datasets as unknown as PageRequest['ask'];
    expect((await nearestPages(request('/agencys', ask)))[0]?.href).toBe('/agencies');
    expect(await nearestPages(request('/qqqqzzzz', ask))).toEqual([]);
  });

  it('never makes a failure worse', async () => {
    const ask = (async () => {
      throw new Error('no store');
    }) as PageRequest['ask'];
    expect(await nearestPages(request('/data/x', ask))).toEqual([]);
    expect(await nearestPages(request('/%E0%A4%A', ask))).toEqual([]);
  });
});

describe('relativeDistance', () => {
  it('is the share of letters that differ', () => {
    expect(relativeDistance('plan', 'plan')).toBeLessThanOrEqual(0.1);
    expect(relativeDistance('kitten', 'sitting')).toBeCloseTo(3 / 7);
  });
});
