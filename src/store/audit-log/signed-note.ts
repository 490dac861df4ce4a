import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/**
 * A text with signatures under it that a person can read and keep: the signed note of C2SP
 * (https://c2sp.org/signed-note), with Ed25519 (RFC 8032).
 */
export interface NoteKey {
  /** The signer's name in the note: no space and no plus. */
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** Who a note must be signed by. Its text form is the verifier key: `name+keyid+key`. */
export interface NoteVerifier {
  readonly name: string;
  readonly publicKey: KeyObject;
}

const ed25519 = 1;
// RFC 8410: what stands before the 32 bytes of an Ed25519 key in its usual wrapping.
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const publicBytes = (key: KeyObject): Buffer =>
  key.export({ type: 'spki', format: 'der' }).subarray(publicPrefix.length);

function keyId(name: string, key: KeyObject): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ed25519]))
    .update(publicBytes(key))
    .digest()
    .subarray(0, 4);
}

/** The Ed25519 private key of 32 secret bytes. */
export const privateKeyOf = (secret: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privatePrefix, secret]), format: 'der', type: 'pkcs8' });

/** Who checks what this key signs. */
export const verifierOf = (key: NoteKey): NoteVerifier => ({
  name: key.name,
  publicKey: createPublicKey(key.privateKey),
});

/** `name+keyid+key`, to hand to whoever will check notes. */
export function formatVerifier({ name, publicKey }: NoteVerifier): string {
  const key = Buffer.concat([Buffer.from([ed25519]), publicBytes(publicKey)]);
  return `${name}+${keyId(name, publicKey).toString('hex')}+${key.toString('base64')}`;
}

/** Reads a verifier key; nothing when it is not one, or its id does not belong to its key. */
export function parseVerifier(text: string): NoteVerifier | undefined {
  const [, name, id, key] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(key ?? '', 'base64');
  if (name === undefined || bytes.length !== 33 || bytes[0] !== ed25519) return undefined;
  const publicKey = createPublicKey({
    key: Buffer.concat([publicPrefix, bytes.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return keyId(name, publicKey).toString('hex') === id ? { name, publicKey } : undefined;
}

/** The text, which ends with a line end, and under it the signature. */
export function signNote(text: string, key: NoteKey): string {
  const signature = sign(null, Buffer.from(text), key.privateKey);
  const id = keyId(key.name, createPublicKey(key.privateKey));
  return `${text}\n— ${key.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** The text of a note that the verifier's key has signed; nothing when it has not, or is no note at all. */
export function openNote(note: string, { name, publicKey }: NoteVerifier): string | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const id = keyId(name, publicKey);
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, signer, base64] = /^— ([^+\s]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    if (signer === undefined) return undefined;
    const signature = Buffer.from(base64!, 'base64');
    if (signer !== name || !signature.subarray(0, 4).equals(id)) continue;
    return verify(null, Buffer.from(text), publicKey, signature.subarray(4)) ? text : undefined;
  }
  return undefined;
}
