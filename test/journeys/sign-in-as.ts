import type { Page } from 'playwright-core';
import { newVisitor, type Visitor } from '../visit.ts';

/** The address that signs a sample person in and leads on to `to`: through the provider and back. */
const wayIn = (as: string, to: string) => `/sign-in/start?${new URLSearchParams({ as, return_to: to })}`;

/** A window's person: everything it does from now on is theirs. Ends on the page `to`. */
export async function signIn(page: Page, as: string, to = '/'): Promise<void> {
  await page.goto(wayIn(as, to));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** A sample person without a window, signed in through the same door. */
export async function visitorAs(server: { readonly url: string }, as: string): Promise<Visitor> {
  const visitor = newVisitor();
  const { response } = await visitor.follow(`${server.url}${wayIn(as, '/about/accessibility')}`);
  if (response?.status !== 200) throw new Error(`${as} could not sign in: ${response?.status}`);
  await response.body?.cancel();
  return visitor;
}
