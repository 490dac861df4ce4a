import type { Child } from 'hono/jsx';
import type { FormState } from '../../core/page.ts';

interface FieldProps {
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly optional?: boolean;
  readonly form?: FormState;
  readonly children: (attributes: FieldAttributes) => Child;
}

export interface FieldAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

/** One question: label, hint, what to correct, then the control that `children` draws with the attributes given. */
export const Field = ({ name, label, hint, optional, form, children }: FieldProps) => {
  const problem = form?.errors.find((error) => error.field === name);
  const id = `f-${name}`;
  const described = [hint && `${id}-hint`, problem && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class={problem ? 'field wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="wrong-words" id={`${id}-wrong`}>
          {problem.message}
        </p>
      )}
      {children({
        id,
        name,
        'aria-describedby': described || undefined,
        'aria-invalid': problem ? 'true' : undefined,
      })}
    </div>
  );
};

type Plain = Omit<FieldProps, 'children'> & { readonly value?: string };

export const TextField = ({ value, short, ...field }: Plain & { readonly short?: boolean }) => (
  <Field {...field}>
    {(attributes) => (
      <input
        type="text"
        {...attributes}
        value={field.form?.values[field.name] ?? value}
        class={short ? 'short' : undefined}
      />
    )}
  </Field>
);

export const TextArea = ({ value, rows, ...field }: Plain & { readonly rows?: number }) => (
  <Field {...field}>
    {(attributes) => (
      <textarea rows={rows} {...attributes}>
        {field.form?.values[field.name] ?? value ?? ''}
      </textarea>
    )}
  </Field>
);

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export const SelectField = ({
  value,
  choices,
  ...field
}: Plain & { readonly choices: readonly Choice[] }) => (
  <Field {...field}>
    {(attributes) => (
      <select {...attributes}>
        <Options choices={choices} value={field.form?.values[field.name] ?? value} />
      </select>
    )}
  </Field>
);

export const Options = ({ choices, value }: { choices: readonly Choice[]; value?: string }) => (
  <>
    {choices.map((choice) => (
      <option value={choice.value} selected={choice.value === value || undefined}>
        {choice.label}
      </option>
    ))}
  </>
);

/** Up to six choices. */
export const RadioField = ({
  name,
  label,
  hint,
  value,
  choices,
  form,
}: Omit<Plain, 'optional'> & { readonly choices: readonly (Choice & { readonly hint?: Child })[] }) => {
  const problem = form?.errors.find((error) => error.field === name);
  const chosen = form?.values[name] ?? value;
  return (
    <fieldset class={problem ? 'field wrong' : 'field'} id={`f-${name}`}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      {problem && <p class="wrong-words">{problem.message}</p>}
      {choices.map((choice, at) => (
        <div class="radio">
          <input
            type="radio"
            name={name}
            id={`f-${name}-${at}`}
            value={choice.value}
            checked={choice.value === chosen || undefined}
          />
          <label for={`f-${name}-${at}`}>
            {choice.label}
            {choice.hint && <span class="sub">{choice.hint}</span>}
          </label>
        </div>
      ))}
    </fieldset>
  );
};
