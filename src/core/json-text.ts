const textOfAnswer: unique symbol = Symbol('json text');
const bytesOfAnswer: unique symbol = Symbol('json bytes');

/**
 * An answer one of whose members is a JSON array that an engine has already written, as the UTF-8 bytes `json`. Read as an object it has
 * that member, parsed when first asked for; sent over HTTP its bytes go out as they are ({@link jsonBytesOf}).
 */
export function withJsonText<Head extends object, Name extends string>(
  head: Head,
  name: Name,
  json: Uint8Array,
): Head & Record<Name, unknown[]> {
  let parsed: unknown[] | undefined;
  const answer = { ...head } as Head & Record<Name, unknown[]>;
  const text = () => Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString();
  Object.defineProperty(answer, name, {
    enumerable: true,
    get: () => (parsed ??= JSON.parse(text()) as unknown[]),
  });
  const rest = JSON.stringify(head);
  const before = `${rest === '{}' ? '{' : `${rest.slice(0, -1)},`}${JSON.stringify(name)}:`;
  Object.defineProperty(answer, textOfAnswer, { get: () => `${before}${text()}}` });
  Object.defineProperty(answer, bytesOfAnswer, {
    value: () => Buffer.concat([Buffer.from(before), json, closing]),
  });
  return answer;
}

const closing = Buffer.from('}');

/** The same as bytes, without making an object or a text of it. */
export function jsonBytesOf(answer: object): Uint8Array<ArrayBuffer> | undefined {
  return (answer as { [bytesOfAnswer]?: () => Uint8Array<ArrayBuffer> })[bytesOfAnswer]?.();
}

/** The whole answer as JSON text when it was made by {@link withJsonText}. */
export function jsonTextOf(answer: object): string | undefined {
  return (answer as { [textOfAnswer]?: string })[textOfAnswer];
}
