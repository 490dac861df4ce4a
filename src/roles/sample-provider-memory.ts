import type { Adapter, AdapterPayload } from 'oidc-provider';

/**
 * What the demonstration's provider remembers while it runs: ways begun, codes, sessions. Kept in this process alone, and
 * gone with it.
 */
export function sampleProviderMemory(): (model: string) => Adapter {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>();
  const live = (key: string) => {
    const found = kept.get(key);
    if (found === undefined || found.until > Date.now()) return found?.payload;
    kept.delete(key);
    return undefined;
  };
  const where = (model: string, fits: (payload: AdapterPayload) => boolean) => {
    for (const key of kept.keys()) {
      const payload = key.startsWith(`${model}:`) ? live(key) : undefined;
      if (payload !== undefined && fits(payload)) return payload;
    }
    return undefined;
  };
  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key);
      kept.set(`${model}:${id}`, { payload, until: Date.now() + (expiresIn || 600) * 1000 });
    },
    find: async (id) => live(`${model}:${id}`),
    findByUid: async (uid) => where(model, (payload) => payload.uid === uid),
    findByUserCode: async (code) => where(model, (payload) => payload.userCode === code),
    consume: async (id) => {
      const payload = live(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void kept.delete(`${model}:${id}`),
    revokeByGrantId: async (grant) => {
      for (const [key, { payload }] of kept) if (payload.grantId === grant) kept.delete(key);
    },
  });
}
