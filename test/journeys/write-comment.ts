import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** How long the form of a comment is held to have been written at least: `earliestMs` of the ticket, and what a clock may differ. */
const writingMs = 3_000 + 250;

/**
 * Writes a comment on the open page's form and sends it, as a person does: not before the form has been open for as long as
 * writing takes. Counted from the moment the form was given out, which its ticket names in milliseconds, base 36.
 */
export async function writeComment(page: Page, words: string): Promise<void> {
  await page.getByLabel('Your comment').fill(words);
  const ticket = await page.locator('input[name=ticket]').inputValue();
  const given = Number.parseInt(ticket.split('.')[0]!, 36);
  await wait(Math.max(0, given + writingMs - Date.now()));
  await page.getByRole('button', { name: 'Send comment' }).click();
}
