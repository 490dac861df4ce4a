import type { Child } from 'hono/jsx';
import type { PageAnswer, PageRequest } from '../core/page.ts';
import { Icon, IconShapes } from './components/icon.tsx';

export interface Site {
  /** Changes with every build, so that styles and scripts can be kept for ever. */
  readonly fingerprint: string;
  /** Sample people sign in without a password: the strip says so. */
  readonly demonstration: boolean;
}

const places = [
  { place: 'plan', href: '/plan', label: 'Plan' },
  { place: 'data', href: '/data', label: 'Data' },
  { place: 'focal-points', href: '/focal-points', label: 'Focal points' },
  { place: 'sharing', href: '/sharing', label: 'Sharing' },
  { place: 'law', href: '/law', label: 'Law' },
] as const;

/** The whole document around a page's content. The server writes the doctype before it. */
export function shell(answer: Exclude<PageAnswer, { redirect: string }>, request: PageRequest, site: Site) {
  const version = `?v=${site.fingerprint}`;
  const { jurisdiction } = request;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{answer.title === 'Charter Oak' ? 'Charter Oak' : `${answer.title} – Charter Oak`}</title>
        <link rel="stylesheet" href={`/assets/site.css${version}`} />
        <link rel="icon" href={`/assets/leaf.svg${version}`} type="image/svg+xml" />
        {answer.island && <script type="module" src={`/assets/${answer.island}.js${version}`} />}
        {answer.refreshSeconds && (
          <noscript>
            <meta http-equiv="refresh" content={String(answer.refreshSeconds)} />
          </noscript>
        )}
      </head>
      <body>
        <IconShapes />
        <a class="skip" href="#main">
          Skip to the content
        </a>
        {site.demonstration && (
          <aside class="strip" aria-label="About this site">
            <div class="wrap">
              <p>
                Demonstration, for this computer only: real open data, and sample people who sign in without a
                password. What is marked <span class="example">example</span> was made up.
              </p>
            </div>
          </aside>
        )}
        <Masthead planTitle={jurisdiction.planTitle} answer={answer} request={request} />
        <SessionEnd request={request} version={version} />
        <Breadcrumbs crumbs={answer.breadcrumbs} />
        <main id="main" class="main">
          <div class="wrap">{answer.content}</div>
        </main>
        <Foot request={request} />
      </body>
    </html>
  );
}

function Masthead({
  planTitle,
  answer,
  request,
}: {
  planTitle: string;
  answer: Exclude<PageAnswer, { redirect: string }>;
  request: PageRequest;
}) {
  // The first page and the search page have their own, larger box.
  const ownSearch = request.url.pathname === '/' || request.url.pathname === '/search';
  return (
    <header class="masthead">
      <div class="wrap">
        <a class="brand" href="/">
          <svg aria-hidden="true">
            <use href="#i-leaf" />
          </svg>
          <span>
            Charter Oak
            <small>{planTitle}</small>
          </span>
        </a>
        <nav class="places" aria-label="Main">
          {places.map(({ place, href, label }) => (
            <a href={href} aria-current={answer.place === place ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {!ownSearch && (
          <search>
            <form action="/search">
              <label class="hidden-text" for="search-all">
                Search data and plan
              </label>
              <input id="search-all" name="q" type="search" placeholder="Search data and plan" />
              <button type="submit" aria-label="Search">
                <Icon name="search" />
              </button>
            </form>
          </search>
        )}
        <Me request={request} />
      </div>
    </header>
  );
}

/** Who is signed in, with the way to what they may and the way out. */
function Me({ request }: { request: PageRequest }) {
  const { actor, url } = request;
  if (actor.kind !== 'person') {
    const here = url.pathname.startsWith('/sign-in') ? '/' : url.pathname + url.search;
    return (
      <p class="me">
        <a href={`/sign-in?${new URLSearchParams({ return_to: here })}`}>Sign in</a>
      </p>
    );
  }
  return (
    <div class="me">
      <a href="/me">{actor.name}</a>
      <form method="post" action="/sign-out">
        <input type="hidden" name="form-token" value={request.formToken} />
        <button type="submit" class="as-link">
          Sign out
        </button>
      </form>
    </div>
  );
}

/** Shown by a script five minutes before the session ends; the way back leads here. */
function SessionEnd({ request, version }: { request: PageRequest; version: string }) {
  const { actor, url } = request;
  if (actor.signedIn?.by !== 'session' || actor.signedIn.until === undefined) return null;
  const back = new URLSearchParams({ return_to: url.pathname + url.search });
  return (
    <aside class="session wrap" aria-label="Your session" data-session-until={actor.signedIn.until} hidden>
      <div class="notice warn">
        <p data-session-words />
        <div class="acts">
          <button type="button" class="button slight" data-session-stay>
            Stay signed in
          </button>
          <a href={`/sign-in?${back}`} data-session-again hidden>
            Sign in again
          </a>
        </div>
      </div>
      <script type="module" src={`/assets/session.js${version}`} />
    </aside>
  );
}

function Breadcrumbs({ crumbs }: { crumbs?: readonly { readonly href: string; readonly label: Child }[] }) {
  if (crumbs === undefined) return null;
  return (
    <nav class="crumbs wrap" aria-label="You are here">
      <ol>
        <li>
          <a href="/">Charter Oak</a>
        </li>
        {crumbs.map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Foot({ request }: { request: PageRequest }) {
  return (
    <footer class="foot">
      <div class="wrap">
        <p>
          Charter Oak keeps the {request.jurisdiction.planTitle}. Questions about data: the agency named on
          its page.
          <span class="print-only">
            {request.url.href}, {request.clock.today()}
          </span>
        </p>
        <ul>
          <li>
            <a href="/about/accessibility">Accessibility</a>
          </li>
          <li>
            <a href="/about/figures">How figures are counted</a>
          </li>
          <li>
            <a href="/api">API</a>
          </li>
          <li>
            <a href="/jobs">Work under way</a>
          </li>
          <li>
            <a href="/audit">Audit log</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
