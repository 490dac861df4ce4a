import type { FormState } from '../core/page.ts';
import { sentence } from './format/index.ts';

/** Names that a form carries for itself. */
const carried = new Set(['form-token', 'draft', 'act', 'cycle', 'revision']);
const shortest = 12;

/** As the renderer writes text into a page. */
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What was typed in a form that came back and stands nowhere in the page that now answers it. */
export const lostWords = (form: FormState, shown: string): readonly (readonly [string, string])[] =>
  Object.entries(form.values).filter(
    ([name, value]) =>
      !carried.has(name) && value.trim().length >= shortest && !shown.includes(escaped(value)),
  );

/**
 * Stands above a page whose form is there no more, because what it was about was closed meanwhile: why nothing was saved,
 * and every word that was typed, to be copied.
 */
export const KeptWords = ({
  form,
  lost,
}: {
  form: FormState;
  lost: readonly (readonly [string, string])[];
}) => (
  <div class="notice bad" role="alert" tabindex={-1} autofocus>
    <h2>This was not saved. What you wrote is kept here</h2>
    {form.errors.map(({ message, remedy }) => (
      <p>
        {message} {remedy}
      </p>
    ))}
    {lost.map(([name, value]) => (
      <div class="field">
        <label for={`kept-${name}`}>{sentence(name.replaceAll(/[-_]/g, ' '))}, as you wrote it</label>
        <textarea id={`kept-${name}`} rows={4} readonly>
          {value}
        </textarea>
      </div>
    ))}
  </div>
);
