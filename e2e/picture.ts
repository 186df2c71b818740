import { join } from 'node:path';
import type { App } from './app.ts';
import { root } from './root.ts';

/**
 * A picture for the README, into docs/images, when WALSCOPE_PICTURES is set: they show what the specs do, and can be
 * taken again with one command. In the browser only, since they are to look the same on every machine.
 */
export async function picture(app: App, name: string): Promise<void> {
  if (!process.env.WALSCOPE_PICTURES || app.host !== 'web') return;
  await app.page.mouse.move(0, 0);
  await app.page.waitForTimeout(400);
  await app.page.screenshot({ path: join(root, 'docs', 'images', `${name}.png`) });
}
