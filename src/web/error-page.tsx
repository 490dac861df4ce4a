import type { OakError } from '../core/error.ts';
import type { PageAnswer, PageRequest } from '../core/page.ts';
import { ButtonLink, Links, Section, Title } from './components/index.ts';
import { nearestPages } from './nearest-pages.ts';
import { refusalPage } from './refusal-page.tsx';

/** What went wrong, what was kept, what to do, and a reference to quote. Never a code alone. */
export async function errorPage(
  error: OakError,
  requestId: string,
  request: PageRequest,
): Promise<Exclude<PageAnswer, { redirect: string }>> {
  if (typeof error.details['policy'] === 'string') return refusalPage(error, requestId, request);
  const ours = error.status >= 500;
  const title = titleOf(error);
  const near = error.status === 404 ? await nearestPages(request) : [];
  return {
    title,
    content: (
      <>
        <Title
          kind={kindOf(error)}
          title={title}
          lede={error.message}
          acts={
            error.status === 404 ? (
              <Links>
                <a href="/data">All datasets</a>
                <a href="/plan">The plan</a>
                <a href="/">First page</a>
              </Links>
            ) : (
              <>
                <ButtonLink href={request.url.pathname + request.url.search} kind="outline">
                  Try again
                </ButtonLink>
                <a href="/">First page</a>
              </>
            )
          }
        />
        <Section title={near.length > 0 ? 'Closest to what you asked for' : 'What you can do'}>
          {near.length > 0 && (
            <ul class="plain">
              {near.map(({ href, label, note }) => (
                <li>
                  <a href={href}>{label}</a> {note && <span class="quiet">{note}</span>}
                </li>
              ))}
            </ul>
          )}
          <p class={near.length > 0 ? 'more' : undefined}>{withCode(error.remedy)}</p>
          <p class="small quiet more">
            {ours ? 'Nothing that was stored before is lost. ' : ''}To report this, quote{' '}
            <span class="mono">{requestId}</span> and <span class="mono">{error.code}</span>.
          </p>
        </Section>
      </>
    ),
  };
}

function titleOf({ status }: OakError): string {
  if (status === 404) return 'There is nothing at this address';
  if (status === 410) return 'This was withdrawn';
  if (status === 403 || status === 401) return 'This is not open to you';
  if (status === 429 || status === 503) return 'The server is busy';
  if (status === 507) return 'The disk is full';
  if (status >= 500) return 'Something failed on our side';
  return 'This could not be done';
}

function kindOf({ status }: OakError): string {
  if (status === 404) return 'Not found';
  return status >= 500 ? 'Our fault' : 'Not done';
}

/** What stands between backquotes is code. */
function withCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <span class="mono">{part}</span> : part));
}
