import type { Child } from 'hono/jsx';
import type { AccessRule, Actor } from './access.ts';
import type { Clock } from './clock.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import type { AnswerOf, CallOf, Operation, Upload } from './operation.ts';

/** What a page is handed: it asks operations as the person who looks, and reaches nothing else. */
export interface PageRequest {
  /** Path parameters by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as asked for. */
  readonly url: URL;
  /** Who looks. */
  readonly actor: Actor;
  readonly clock: Clock;
  readonly jurisdiction: Jurisdiction;
  /** Calls an operation; throws its {@link OakError}. */
  readonly ask: <O extends Operation>(op: O, input: CallOf<O>, upload?: Upload) => Promise<AnswerOf<O>>;
  /**
   * Whether the person who looks may use an operation on the thing named: to leave out what would be refused. Where the
   * step asks to sign in anew, that counts only with `now`.
   */
  readonly may: (op: Operation, thing?: Readonly<Record<string, string>>, when?: 'now') => Promise<boolean>;
  /** Put in a hidden field `form-token` of every form that changes something. */
  readonly formToken: string;
  /** After a form came back with an error: what was typed, and what to say beside each field. */
  readonly form?: FormState;
}

export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly { readonly field?: string; readonly message: string; readonly remedy?: string }[];
}

/** What a page answers: the content of the shell, or a way elsewhere. */
export type PageAnswer =
  | {
      readonly title: string;
      /** Where in the masthead this belongs. */
      readonly place?: 'plan' | 'data' | 'focal-points' | 'sharing' | 'law';
      readonly breadcrumbs?: readonly { readonly href: string; readonly label: string }[];
      readonly content: Child;
      /** Seconds after which a page without script asks again (long work). */
      readonly refreshSeconds?: number;
      /** One script of `web/islands/`, loaded after the text. */
      readonly island?: string;
      readonly status?: 200 | 404 | 410;
    }
  | { readonly redirect: string };

export interface Page {
  /** `/data/:dataset`: Hono's path form. */
  readonly path: string;
  /**
   * A form on this page posts to the page's own address; `submit` asks the operation and says where to go next, or, for
   * what can be shown only once, shows it.
   */
  readonly submit?: (request: PageRequest, form: FormData) => Promise<PageAnswer>;
  readonly access: AccessRule;
  /** Whose it is, for rules that ask: the kind of thing and the path parameter that names it (`{ agency: 'agency' }`). */
  readonly about?: Readonly<Record<string, string>>;
  /** The path parameter that names the dataset which a visit counts for. */
  readonly visits?: string;
  readonly render: (request: PageRequest) => Promise<PageAnswer>;
}

export const page = (value: Page): Page => Object.freeze(value);

/** Pages in the order a router must try them: `/data/issues` before `/data/:dataset`. */
export function fixedWordsFirst(pages: readonly Page[]): readonly Page[] {
  const key = ({ path }: Page) =>
    path
      .split('/')
      .map((part) => (part.startsWith(':') ? '~' : part))
      .join('/');
  return pages.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
