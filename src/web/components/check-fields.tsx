import type { Child } from 'hono/jsx';
import type { FormState } from '../../core/page.ts';
import type { Choice } from './field.tsx';

/** Any of a few choices; each that is ticked is sent under the same name. */
export const CheckFields = ({
  name,
  label,
  hint,
  choices,
  values = [],
  form,
}: {
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly choices: readonly Choice[];
  readonly values?: readonly string[];
  readonly form?: FormState;
}) => {
  const problem = form?.errors.find((error) => error.field === name);
  return (
    <fieldset class={problem ? 'field wrong' : 'field'} id={`f-${name}`}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      {problem && <p class="wrong-words">{problem.message}</p>}
      {choices.map((choice, at) => (
        <div class="radio">
          <input
            type="checkbox"
            name={name}
            id={`f-${name}-${at}`}
            value={choice.value}
            checked={values.includes(choice.value) || undefined}
          />
          <label for={`f-${name}-${at}`}>{choice.label}</label>
        </div>
      ))}
    </fieldset>
  );
};
