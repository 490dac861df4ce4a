import type { PageRequest } from '../../core/page.ts';
import { comparisons, conditionInWords } from '../../web/ask/row-condition.ts';
import { FilterSelect, FilterText } from '../../web/components/index.ts';
import type { FieldView } from './model.ts';

/** What is asked of protected rows so far; it travels in forms, never in an address. */
export interface ViewAsked {
  readonly where: readonly string[];
  readonly order?: string | undefined;
  readonly q?: string | undefined;
  readonly fields?: readonly string[] | undefined;
}

interface Props {
  readonly request: PageRequest;
  readonly dataset: string;
  readonly version?: number | undefined;
  readonly fields: readonly FieldView[];
  readonly asked: ViewAsked;
  readonly shown: readonly string[];
}

/** Filters of protected rows: each form is sent, and what comes back has an address that tells nothing of it. */
export const ProtectedFilters = ({ request, dataset, version, fields, asked, shown }: Props) => {
  const choices = fields.map(({ name, title }) => ({ value: name, label: title }));
  const titleOf = (name: string) => fields.find((field) => field.name === name)?.title;
  const [by, way] = asked.order?.split(' ') ?? [];
  const typed = request.form?.values ?? {};
  const form = (state: ViewAsked, kind: string, content: unknown) => (
    <form class={kind} method="post" action={`/data/${dataset}/views`}>
      <input type="hidden" name="form-token" value={request.formToken} />
      <input type="hidden" name="asked" value={JSON.stringify(state)} />
      {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
      {content as never}
    </form>
  );
  const button = (words: string) => (
    <button class="button outline slight" type="submit">
      {words}
    </button>
  );
  return (
    <>
      {form(
        asked,
        'filters',
        <>
          <FilterSelect name="field" label="Field" value={typed['field']} choices={choices} />
          <FilterSelect
            name="is"
            label="Comparison"
            value={typed['is']}
            choices={Object.entries(comparisons).map(([value, label]) => ({ value, label }))}
          />
          <FilterText name="value" label="Value" value={typed['value']} />
          {button('Add filter')}
        </>,
      )}
      {(asked.where.length > 0 || asked.q) && (
        <ul class="plain active-filters">
          {asked.where.map((condition, at) => (
            <li>
              {form(
                { ...asked, where: asked.where.toSpliced(at, 1) },
                'inline',
                <>
                  {conditionInWords(condition, titleOf) ?? <span class="mono">{condition}</span>}{' '}
                  <button type="submit" class="as-link">
                    Remove<span class="hidden-text"> this filter</span>
                  </button>
                </>,
              )}
            </li>
          ))}
          {asked.q && (
            <li>
              {form(
                { ...asked, q: undefined },
                'inline',
                <>
                  Some text field holds “{asked.q}”{' '}
                  <button type="submit" class="as-link">
                    Remove<span class="hidden-text"> the search</span>
                  </button>
                </>,
              )}
            </li>
          )}
        </ul>
      )}
      {form(
        asked,
        'filters',
        <>
          <FilterSelect
            name="by"
            label="Order by"
            value={by}
            choices={[{ value: '', label: 'As in the source' }, ...choices]}
          />
          <FilterSelect
            name="way"
            label="Which first"
            value={way ?? 'asc'}
            choices={[
              { value: 'asc', label: 'Smallest or A first' },
              { value: 'desc', label: 'Largest or Z first' },
            ]}
          />
          {button('Order')}
        </>,
      )}
      <details open={typed['condition'] !== undefined || undefined}>
        <summary>Search words, choose fields, or write a condition</summary>
        {form(
          { ...asked, q: undefined },
          'filters',
          <>
            <FilterText name="q" label="Any text field holds the words" value={asked.q} />
            {button('Search')}
          </>,
        )}
        {form(
          asked,
          'filters',
          <>
            <FilterText
              name="condition"
              label="Condition in SoQL, such as age > 30 and sex = 'Male'"
              value={typed['condition']}
            />
            {button('Use condition')}
          </>,
        )}
        {form(
          { ...asked, fields: undefined },
          '',
          <>
            <fieldset class="more">
              <legend>Fields shown</legend>
              <div class="picks">
                {fields.map(({ name, title }) => (
                  <div class="radio">
                    <input
                      type="checkbox"
                      id={`show-${name}`}
                      name="fields"
                      value={name}
                      checked={shown.includes(name) || undefined}
                    />
                    <label for={`show-${name}`}>{title}</label>
                  </div>
                ))}
              </div>
            </fieldset>
            {button('Show these fields')}
          </>,
        )}
      </details>
    </>
  );
};
