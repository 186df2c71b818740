import type { Page } from '@playwright/test';

/** Types a path where the app asks for one, opening a new tab for it if another is open. */
export async function openDirectory(page: Page, directory: string): Promise<void> {
  const path = page.getByRole('combobox', { name: /path/i });
  const another = page.getByRole('button', { name: 'Open a directory' }).first();
  // One or the other is there once the page is: asking too early would find neither.
  await path.or(another).first().waitFor();
  if (!(await path.isVisible())) await another.click();
  await path.fill(directory);
  await path.press('Enter');
  await page.getByRole('grid', { name: 'Keys' }).waitFor();
}
