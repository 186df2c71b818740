import type { Page } from '@playwright/test';

/** Types a path where the app asks for one, opening a new tab for it if another is open. */
export async function openDirectory(page: Page, directory: string): Promise<void> {
  const path = page.getByRole('combobox', { name: /path/i });
  if (!(await path.isVisible())) await page.getByRole('button', { name: 'Open a directory' }).first().click();
  await path.fill(directory);
  await path.press('Enter');
  await page.getByRole('grid', { name: 'Keys' }).waitFor();
}
