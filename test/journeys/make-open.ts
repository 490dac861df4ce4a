import type { Page } from 'playwright-core';

/** On the page of a load: says what for, so that the rows of one's own agency are shown. Ends on the same page. */
export async function statePurpose(page: Page, purpose: string): Promise<void> {
  await page.getByLabel('What you look at the rows for').fill(purpose);
  await page.getByRole('button', { name: 'State this purpose and look' }).click();
  await page.locator('#cells, #rows-set-aside').first().waitFor();
}

/** An officer classifies a dataset as open and releases a version, with all that follow. Ends on the dataset's page. */
export async function makeOpen(page: Page, dataset: string, version: number): Promise<void> {
  await page.goto(`/data/${dataset}/classification`);
  await page.getByLabel('Open', { exact: false }).first().check();
  await page.getByLabel('Ground').fill('It holds nothing about a person');
  await page.getByRole('button', { name: 'Classify the dataset' }).click();
  await page.waitForURL(/\/access$/);
  await page.goto(`/data/${dataset}/versions/${version}/release`);
  await page.getByLabel('Are open at once').check();
  await page.getByRole('button', { name: `Release version ${version}` }).click();
  await page.waitForURL(new RegExp(`/data/${dataset}$`));
}
