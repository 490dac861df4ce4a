import type { Child } from 'hono/jsx';
import type { FormState, PageRequest } from '../../core/page.ts';

interface FormProps {
  /** Posts to its own page unless another address is given. */
  readonly action?: string;
  readonly request: PageRequest;
  readonly upload?: boolean;
  readonly id?: string;
  /**
   * For every form longer than a line: what is typed is kept on the device until the server took it. A word tells apart
   * several forms of one page. Passwords, files and controls with `data-draft-never` are not kept.
   */
  readonly draft?: true | string;
  readonly children?: Child;
}

/** A form that changes something: carries its token against forgery, and keeps a draft when told to. */
export const Form = ({ action, request, upload, id, draft, children }: FormProps) => {
  const { actor, url } = request;
  const kept = draft === undefined ? undefined : draft === true ? url.pathname : `${url.pathname} ${draft}`;
  return (
    <form
      method="post"
      action={action}
      enctype={upload ? 'multipart/form-data' : undefined}
      id={id}
      novalidate
      data-draft={kept}
      data-draft-of={kept && (actor.kind === 'person' ? actor.id : actor.kind)}
      data-draft-correcting={kept && request.form?.values['draft'] === kept ? '' : undefined}
    >
      <input type="hidden" name="form-token" value={request.formToken} />
      {kept && <input type="hidden" name="draft" value={kept} />}
      {children}
      {kept && (
        <>
          <p class="small quiet more" data-draft-said role="status" />
          <script type="module" src="/assets/drafts.js" />
        </>
      )}
    </form>
  );
};

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
