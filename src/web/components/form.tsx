import type { Child } from 'hono/jsx';
import type { FormState, PageRequest } from '../../core/page.ts';

interface FormProps {
  /** Posts to its own page unless another address is given. */
  readonly action?: string;
  readonly request: PageRequest;
  readonly upload?: boolean;
  readonly id?: string;
  readonly children?: Child;
}

/** A form that changes something: carries its token against forgery, and shows the summary of what to correct. */
export const Form = ({ action, request, upload, id, children }: FormProps) => (
  <form method="post" action={action} enctype={upload ? 'multipart/form-data' : undefined} id={id} novalidate>
    <input type="hidden" name="form-token" value={request.formToken} />
    {children}
  </form>
);

/** What to correct, each line a link to its field. Takes focus when the page comes back; stands above the form. */
export const ErrorSummary = ({ form }: { form?: FormState }) =>
  form === undefined || form.errors.length === 0 ? null : (
    <div class="notice bad" role="alert" tabindex={-1} autofocus>
      <h2>{form.errors.length === 1 ? 'One thing to correct' : `${form.errors.length} things to correct`}</h2>
      <ul>
        {form.errors.map(({ field, message, remedy }) => (
          <li>
            {field ? <a href={`#f-${field}`}>{message}</a> : message}
            {remedy && <span class="sub">{remedy}</span>}
          </li>
        ))}
      </ul>
    </div>
  );

/** A button that posts: accept, undo, stop. `as="link"` for the quiet ones. */
export const ActForm = ({
  request,
  action,
  fields = {},
  as = 'slight',
  children,
}: {
  request: PageRequest;
  action?: string;
  fields?: Readonly<Record<string, string>>;
  as?: 'filled' | 'outline' | 'slight' | 'link';
  children?: Child;
}) => (
  <form method="post" action={action}>
    <input type="hidden" name="form-token" value={request.formToken} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button
      type="submit"
      class={
        { filled: 'button', outline: 'button outline', slight: 'button outline slight', link: 'as-link' }[as]
      }
    >
      {children}
    </button>
  </form>
);
