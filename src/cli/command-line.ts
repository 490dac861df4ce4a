import { parseArgs } from 'node:util';
import { z } from 'zod';
import { bare, fieldsFromText } from '../core/field-text.ts';
import type { Operation } from '../core/operation.ts';
import { invalidInput } from '../core/request-errors.ts';

/** What stands around any command. */
export interface CommonOptions {
  readonly home?: string;
  readonly json: boolean;
  readonly help: boolean;
  /** Where an answer of bytes goes; the terminal otherwise. */
  readonly out?: string;
  /** Why it is asked: what protected data is shown for, written in the log. */
  readonly purpose?: string;
}

/** `birth_date` is given as `--birth-date`; the underscore form is taken as well. */
export const flagOf = (field: string) => field.replaceAll('_', '-');

/** Reads the words after `oak AREA VERB` into the operation's input. */
export function readCommandLine(
  op: Operation,
  words: readonly string[],
): { input: Record<string, unknown>; common: CommonOptions } {
  const fields = Object.keys(op.input.shape);
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }> = {
    home: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
    out: { type: 'string' },
    purpose: { type: 'string' },
  };
  for (const field of fields) {
    const schema = bare(op.input.shape[field] as z.ZodType);
    options[flagOf(field)] = {
      type: schema instanceof z.ZodBoolean ? 'boolean' : 'string',
      multiple: schema instanceof z.ZodArray,
    };
  }
  const parsed = parse(words, options);
  // Only bytes go to a file: elsewhere it would be taken for where the work puts something.
  if (parsed.values['out'] !== undefined && op.output.kind !== 'bytes' && !fields.includes('out'))
    throw invalidInput.with({
      problems: [`\`--out\` is not an option of \`oak ${op.name.replace('.', ' ')}\`: see its \`--help\`.`],
    });
  const common: CommonOptions = {
    home: parsed.values['home'] as string | undefined,
    json: parsed.values['json'] === true,
    help: parsed.values['help'] === true,
    out: parsed.values['out'] as string | undefined,
    // A verb that takes a purpose of its own is not asked for another.
    purpose: fields.includes('purpose') ? undefined : (parsed.values['purpose'] as string | undefined),
  };
  const given: Record<string, string | string[]> = {};
  for (const field of fields) {
    const value = parsed.values[flagOf(field)];
    if (value === undefined) continue;
    given[field] = Array.isArray(value)
      ? (value as string[]).flatMap((part) => part.split(','))
      : String(value);
  }
  const positional = op.positional ?? [];
  const last = positional.at(-1);
  const takesRest =
    last !== undefined && bare(op.input.shape[last] as z.ZodType) instanceof z.ZodArray ? last : undefined;
  if (parsed.positionals.length > positional.length && takesRest === undefined) {
    throw invalidInput.with({
      problems: [
        `Too many words: ${positional.length === 0 ? 'this command takes options only' : `expected ${positional.map((name) => name.toUpperCase()).join(' ')}`}.`,
      ],
    });
  }
  parsed.positionals.forEach((word, at) => {
    const name = positional[Math.min(at, positional.length - 1)]!;
    if (name === takesRest) given[name] = [...[given[name] ?? []].flat(), word];
    else given[name] = word;
  });
  return { input: fieldsFromText(op.input, given), common };
}

function parse(
  words: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>,
) {
  const dashed = words.map((word) =>
    word.startsWith('--')
      ? word.replace(/^--[^=]+/, (flag) => `--${flag.slice(2).replaceAll('_', '-')}`)
      : word,
  );
  try {
    return parseArgs({ args: dashed, options, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw invalidInput.with({ problems: [(thrown as Error).message.split('. ')[0]!.concat('.')] });
  }
}
