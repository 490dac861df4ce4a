import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { emptyRoot, leafHash } from './merkle-tree.ts';
import {
  formatVerifier,
  openNote,
  parseVerifier,
  privateKeyOf,
  signNote,
  verifierOf,
} from './signed-note.ts';
import { newNoteKey } from './signing-key.ts';

// The worked example of golang.org/x/mod/sumdb/note (BSD-3-Clause): its keys, its text, its signature.
const published = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  secret: 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe('a signed note', () => {
  const verifier = parseVerifier(published.verifier)!;
  const key = {
    name: 'PeterNeumann',
    privateKey: privateKeyOf(Buffer.from(published.secret, 'base64').subarray(1)),
  };

  it('opens the published example, and signs it with the same bytes', () => {
    const note = `${published.text}\n${published.signature}`;
    expect(openNote(note, verifier)).toBe(published.text);
    expect(signNote(published.text, key)).toBe(note);
    expect(formatVerifier(verifierOf(key))).toBe(published.verifier);
  });

  it('stays shut when one letter of text or signature is another', () => {
    const note = `${published.text}\n${published.signature}`;
    for (const at of [0, 40, published.text.length - 2, note.length - 20]) {
      const altered = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`;
      expect(openNote(altered, verifier)).toBeUndefined();
    }
  });

  it('finds its signature among those of witnesses', () => {
    const other = signNote(published.text, newNoteKey('witness')).split('\n\n')[1]!;
    expect(openNote(`${published.text}\n${other}${published.signature}`, verifier)).toBe(published.text);
    expect(openNote(`${published.text}\n${other}`, verifier)).toBeUndefined();
  });

  it('takes no verifier whose id is not its key’s', () => {
    expect(parseVerifier(published.verifier.replace('c74f20a3', 'c74f20a4'))).toBeUndefined();
    expect(parseVerifier('nonsense')).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const key = newNoteKey('charter-oak/elmland/test');
  const root = leafHash('one');

  it('comes back as it was signed', () => {
    const note = signCheckpoint({ size: 1, root }, key);
    expect(note.split('\n').slice(0, 3)).toEqual([key.name, '1', root.toString('base64')]);
    expect(openCheckpoint(note, verifierOf(key))).toEqual({ origin: key.name, size: 1, root });
  });

  it('is nothing under another name, another key, or without its three lines', () => {
    const note = signCheckpoint({ size: 0, root: emptyRoot }, key);
    expect(openCheckpoint(note, verifierOf(newNoteKey(key.name)))).toBeUndefined();
    expect(openCheckpoint(note.replaceAll(key.name, 'other'), verifierOf(key))).toBeUndefined();
    expect(openCheckpoint(signNote(`${key.name}\n01\n\n`, key), verifierOf(key))).toBeUndefined();
  });
});
