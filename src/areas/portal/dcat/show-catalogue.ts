import { createHash } from 'node:crypto';
import type { Handler } from '../../handler.ts';
import type { showCatalogue as operation } from './contract.ts';
import { writeCatalogue } from './write-catalogue.ts';

export const showCatalogue: Handler<typeof operation> = async (context, input) => {
  const text = await writeCatalogue(context, input.form, input.base);
  return {
    mediaType: 'application/json',
    body: text,
    headers: { etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"` },
  };
};
