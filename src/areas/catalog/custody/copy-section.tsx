import type { PageRequest } from '../../../core/page.ts';
import { Form, Section } from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { keepCopy } from './contract.ts';
import type { CopyView } from './model.ts';

/** What nearly repeats a dataset: with why it is kept, or the question why. */
export const CopySection = ({
  request,
  copies,
  mayKeep,
}: {
  request: PageRequest;
  copies: readonly CopyView[];
  mayKeep: boolean;
}) =>
  copies.length === 0 ? null : (
    <Section
      id="copies"
      title="Nearly the same"
      finding="Over 90 in 100 of the columns are the same and, where rows are here, of the keys too."
    >
      {copies.map((copy) => (
        <div class="more">
          <p>
            <a href={`/data/${copy.dataset}`}>{copy.title}</a>: {likeness(copy)}.
            {copy.kept_because !== null && ` Kept: ${copy.kept_because} (${copy.kept_by})`}
          </p>
          {copy.kept_because === null && mayKeep && (
            <Form request={request} draft={copy.dataset}>
              <input type="hidden" name="other" value={copy.dataset} />
              <div class="field">
                <label for={`because-${copy.dataset}`}>Why both are kept</label>
                <input
                  type="text"
                  id={`because-${copy.dataset}`}
                  name="because"
                  value={request.form?.values['other'] === copy.dataset ? request.form.values['because'] : ''}
                />
              </div>
              <button type="submit" class="button outline slight">
                Keep both
              </button>
            </Form>
          )}
        </div>
      ))}
    </Section>
  );

const likeness = ({ columns_alike, columns_all, keys_alike, keys_all }: CopyView) =>
  `${formatCount(columns_alike)} of ${counted(columns_all, 'column')}${
    keys_all === null
      ? '; keys not compared, for one of the two has no rows here'
      : `, ${formatCount(keys_alike ?? 0)} of ${counted(keys_all, 'key')}`
  }`;

/** Takes the answer of a {@link CopySection}; false when the form was another one of the page. */
export async function keepFromForm(request: PageRequest, dataset: string, form: FormData): Promise<boolean> {
  const other = String(form.get('other') ?? '');
  if (other === '') return false;
  await request.ask(keepCopy, { dataset, other, because: String(form.get('because') ?? '').trim() });
  return true;
}
