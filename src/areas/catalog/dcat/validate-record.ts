import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import schema11 from './dcat-us-1.1.schema.json' with { type: 'json' };
import schema30 from './dcat-us-3.0.schema.json' with { type: 'json' };
import type { DcatForm } from './read-catalogue.ts';

type Validate = ((value: unknown) => boolean) & {
  errors?: readonly { instancePath: string; message?: string }[] | null;
};
const compiled: Partial<Record<`${DcatForm} ${'dataset' | 'catalogue'}`, Validate>> = {};

/**
 * Where a dataset's record, or a whole catalogue, departs from GSA's schema of DCAT-US; none means valid. At most ten.
 * A catalogue of 1.1 is checked without its datasets' own check being repeated: hand it an empty list for its head alone.
 */
export function dcatFaults(form: DcatForm, part: 'dataset' | 'catalogue', value: unknown): string[] {
  const key = `${form} ${part}` as const;
  const validate = compiled[key] ?? compile(form, part);
  compiled[key] = validate;
  if (validate(value)) return [];
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message }) =>
      `${instancePath.slice(1).replaceAll('/', '.') || 'the record'} ${message ?? 'is not valid'}`,
  );
  return [...new Set(faults)].slice(0, 10);
}

function compile(form: DcatForm, part: 'dataset' | 'catalogue'): Validate {
  // One of the schemas has a pattern that is none under the u flag.
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
  (addFormats as unknown as (target: unknown) => void)(ajv);
  ajv.addFormat('iri', { type: 'string', validate: isIri });
  if (form === '1.1') {
    ajv.addSchema(schema11.dataset);
    ajv.addSchema(schema11.catalog);
    const id = (part === 'dataset' ? schema11.dataset : schema11.catalog).$id;
    return ajv.getSchema(id.replace(/#$/, '')) as unknown as Validate;
  }
  for (const one of schema30.definitions) ajv.addSchema(one);
  const id = `https://resources.data.gov/dcat-us/3.0.0/definitions/${part === 'dataset' ? 'dataset' : 'catalog'}`;
  return ajv.getSchema(id) as unknown as Validate;
}

/** RFC 3987, as far as it matters here: a scheme, and nothing that must be escaped. */
const isIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i.test(text);
