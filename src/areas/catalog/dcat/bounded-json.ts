/** What is wrong with a text that was to be JSON: where, in bytes from 1. */
export interface JsonFault {
  readonly problem: string;
}

const deepest = 60;
/** Opened objects and lists; a catalogue of 10,000 datasets has some 100,000. */
const mostOpened = 3_000_000;

/**
 * Parses JSON from strangers. Nesting and number of its parts are counted in the bytes first, so that a hostile text
 * costs one pass and never the memory of a tree.
 */
export function parseBounded(bytes: Uint8Array): { readonly value: unknown } | JsonFault {
  let depth = 0;
  let opened = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      opened += 1;
      if (depth > deepest) return { problem: `it is nested more than ${deepest} deep, at byte ${at + 1}` };
      if (opened > mostOpened) return { problem: `it has more than ${mostOpened} parts` };
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth < 0) return { problem: `it closes what was never opened, at byte ${at + 1}` };
    }
  }
  if (inText || depth !== 0) return { problem: 'it ends in the middle' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'it is not UTF-8 text' };
    const place = /position (\d+)/.exec(String(error))?.[1];
    return {
      problem: place === undefined ? 'it is not JSON' : `it is not JSON, at character ${Number(place) + 1}`,
    };
  }
}
