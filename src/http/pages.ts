import { randomBytes } from 'node:crypto';
import type { Context as Exchange, Hono } from 'hono';
import { raw } from 'hono/html';
import type { App } from '../app.ts';
import { OakError } from '../core/error.ts';
import type { FormState, Page, PageAnswer, PageRequest } from '../core/page.ts';
import { errorPage } from '../web/error-page.tsx';
import { KeptWords, lostWords } from '../web/kept-words.tsx';
import { shell } from '../web/shell.tsx';
import { readCookie, writeCookie } from './cookies.ts';
import { checkFormToken, checkOrigin, formToken } from './guard.ts';
import { asOakError } from './problem.ts';
import type { Env } from './server.ts';

/** Every page of every area, in the one shell. */
export function servePages(server: Hono<Env>, app: App): void {
  for (const page of app.pages) {
    server.get(page.path, async (exchange) => show(app, exchange, page));
    if (page.submit === undefined) continue;
    const { submit } = page;
    server.post(page.path, async (exchange) => {
      checkOrigin(exchange.req.raw.headers, exchange.req.header('host'));
      const form = await exchange.req.formData();
      checkFormToken(app.secret, browserOf(exchange), form.get('form-token'), Date.now());
      await admit(app, exchange, page);
      try {
        const request = requestOf(app, exchange);
        const answer = await submit(request, form);
        draftSent(exchange, form.get('draft'));
        if ('redirect' in answer) return exchange.redirect(answer.redirect, 303);
        const shown = await html(exchange, answer, request, app, 200);
        shown.headers.set('cache-control', 'no-store');
        return shown;
      } catch (thrown) {
        const error = asOakError(thrown, exchange.get('requestId'), app.log);
        if (error.status >= 500) throw error;
        // What was typed is kept, and each message stands beside its field.
        const fields = Array.isArray(error.details['fields']) ? (error.details['fields'] as string[]) : [];
        // A message about a field says itself what to do; the remedy of the kind speaks to programs.
        const problems = Array.isArray(error.details['problems'])
          ? (error.details['problems'] as string[]).map((message) => ({ message }))
          : [{ message: error.message, remedy: error.remedy }];
        const state: FormState = {
          values: Object.fromEntries(
            [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
          ),
          errors: problems.map((problem, at) => ({ field: fields[at], ...problem })),
        };
        return show(app, exchange, page, state, 422);
      }
    });
  }
}

async function show(
  app: App,
  exchange: Exchange<Env>,
  page: Page,
  form?: FormState,
  status?: 422,
): Promise<Response> {
  await admit(app, exchange, page);
  const request = requestOf(app, exchange, form);
  const answer = await page.render(request);
  if ('redirect' in answer) return exchange.redirect(answer.redirect, 303);
  if (page.visits !== undefined && status === undefined)
    app.visited(request.actor, request.params[page.visits] ?? '');
  const whole = form === undefined ? answer : await withKeptWords(answer, form);
  return html(exchange, whole, request, app, status ?? answer.status ?? 200);
}

/** A page that came back without the form it was sent from says all the same what was typed. */
async function withKeptWords(answer: Exclude<PageAnswer, { redirect: string }>, form: FormState) {
  const shown = String(await answer.content);
  const lost = lostWords(form, shown);
  return { ...answer, content: [...(lost.length === 0 ? [] : [KeptWords({ form, lost })]), raw(shown)] };
}

export async function errorAnswer(app: App, exchange: Exchange<Env>, error: OakError): Promise<Response> {
  const request = requestOf(app, exchange);
  const answer = await errorPage(error, exchange.get('requestId'), request);
  return html(exchange, answer, request, app, error.status);
}

async function html(
  exchange: Exchange<Env>,
  answer: Exclude<PageAnswer, { redirect: string }>,
  request: PageRequest,
  app: App,
  status: number,
): Promise<Response> {
  const text = `<!doctype html>${String(
    await shell(answer, request, {
      fingerprint: app.fingerprint,
      demonstration: app.identity?.samples !== undefined,
    }),
  )}`;
  return exchange.body(text, status as 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

function requestOf(app: App, exchange: Exchange<Env>, form?: FormState): PageRequest {
  const url = new URL(exchange.req.url);
  return {
    params: exchange.req.param() as Record<string, string>,
    query: url.searchParams,
    url,
    actor: exchange.get('actor'),
    clock: app.clock,
    jurisdiction: app.jurisdiction,
    ask: (op, input, upload) =>
      app.ask(op, input, {
        actor: exchange.get('actor'),
        purpose: exchange.get('purpose'),
        client: exchange.get('client'),
        page: true,
        requestId: exchange.get('requestId'),
        signal: exchange.req.raw.signal,
        ...(upload === undefined ? {} : { upload }),
      }),
    may: (op, thing = {}, when) => app.admission.may(op, thing, exchange.get('actor'), when),
    formToken: formToken(app.secret, browserOf(exchange), Date.now()),
    ...(form === undefined ? {} : { form }),
  };
}

/** Throws the refusal, which is written down as an operation's is. */
async function admit(app: App, exchange: Exchange<Env>, page: Page): Promise<void> {
  const actor = exchange.get('actor');
  try {
    await app.admission.page(page, exchange.req.param() as Record<string, string>, actor);
  } catch (thrown) {
    if (!(thrown instanceof OakError)) throw thrown;
    const asking = {
      actor,
      purpose: exchange.get('purpose'),
      client: exchange.get('client'),
      requestId: exchange.get('requestId'),
    };
    const instead = await app.refused(asking, { operation: `page ${page.path}`, code: thrown.code });
    throw instead ?? thrown;
  }
}

const sentCookie = 'oak-sent';
const mostSent = 6;

/** Tells the script that keeps drafts that a form was taken: read and emptied when the form is opened again. */
function draftSent(exchange: Exchange<Env>, draft: unknown): void {
  if (typeof draft !== 'string' || draft === '' || draft.length > 300) return;
  const before = (readCookie(exchange, sentCookie) ?? '').split('\n').filter((one) => one !== '');
  const sent = [...before.filter((one) => one !== draft), draft].slice(-mostSent);
  writeCookie(exchange, sentCookie, sent.join('\n'), { sameSite: 'Strict' });
}

/** A random name for the browser, only to bind its forms to it. */
export function browserOf(exchange: Exchange<Env>): string {
  const known = readCookie(exchange, 'oak-browser');
  if (known !== undefined && /^[\w-]{20,40}$/.test(known)) return known;
  const made = randomBytes(18).toString('base64url');
  writeCookie(exchange, 'oak-browser', made, { httpOnly: true, sameSite: 'Strict' });
  return made;
}
