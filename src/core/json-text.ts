const textOfAnswer: unique symbol = Symbol('json text');

/**
 * An answer one of whose members is a JSON array that an engine has already written as text. Read as an object it has
 * that member, parsed when first asked for; sent over HTTP it goes out as the text it is ({@link jsonTextOf}).
 */
export function withJsonText<Head extends object, Name extends string>(
  head: Head,
  name: Name,
  text: string,
): Head & Record<Name, unknown[]> {
  let parsed: unknown[] | undefined;
  const answer = { ...head } as Head & Record<Name, unknown[]>;
  Object.defineProperty(answer, name, {
    enumerable: true,
    get: () => (parsed ??= JSON.parse(text) as unknown[]),
  });
  const rest = JSON.stringify(head);
  Object.defineProperty(answer, textOfAnswer, {
    value:
      rest === '{}'
        ? `{${JSON.stringify(name)}:${text}}`
        : `${rest.slice(0, -1)},${JSON.stringify(name)}:${text}}`,
  });
  return answer;
}

/** The whole answer as JSON text when it was made by {@link withJsonText}. */
export function jsonTextOf(answer: object): string | undefined {
  return (answer as { [textOfAnswer]?: string })[textOfAnswer];
}
