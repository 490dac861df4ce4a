/** `current` or a number, as an address of a whole version has it. */
export const versionOf = (ref: string): { version?: number } =>
  ref === 'current' ? {} : { version: Number(ref) };
