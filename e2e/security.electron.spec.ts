import { join } from 'node:path';
import { expect, test } from './app.ts';
import { root } from './root.ts';

const preload = join(root, 'out', 'preload', 'index.cjs');

test('the preload exposes exactly two functions', async ({ app }) => {
  const exposed = await app.page.evaluate(() => {
    const { walscope } = window as unknown as { walscope: Record<string, unknown> };
    return Object.entries(walscope).map(([name, value]) => `${name}: ${typeof value}`);
  });
  expect(exposed).toEqual(['call: function', 'on: function']);
});

test('calls that the contract does not know, or that its schema rejects, are refused', async ({ app }) => {
  const codes = await app.page.evaluate(async () => {
    const { walscope } = window as unknown as {
      walscope: { call(name: unknown, params: unknown): Promise<{ error?: { code: string } }> };
    };
    const replies = await Promise.all([
      walscope.call('app.quit', {}),
      walscope.call('toString', {}),
      walscope.call(7, {}),
      walscope.call('source.open', { path: 7 }),
      walscope.call('source.open', null),
    ]);
    return replies.map((reply) => reply.error?.code);
  });
  expect(codes).toEqual(Array(5).fill('INVALID_ARGUMENT'));
});

test('the window is isolated and sandboxed', async ({ app }) => {
  const preferences = await app.electron!.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } =
      contents.getLastWebPreferences();
    return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag };
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('a page of another origin is not answered, though it has the preload', async ({ app }) => {
  const reply = await app.electron!.evaluate(async ({ BrowserWindow }, preload) => {
    const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await foreign.loadURL('data:text/html,<p>foreign');
    const answer = await foreign.webContents.executeJavaScript("walscope.call('app.info', {})");
    foreign.destroy();
    return answer;
  }, preload);
  expect(reply.error.code).toBe('DENIED');
});

test('our own page is not answered in a window that is not ours', async ({ app }) => {
  const reply = await app.electron!.evaluate(async ({ BrowserWindow }, preload) => {
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await other.loadURL('app://walscope/');
    const answer = await other.webContents.executeJavaScript("walscope.call('app.info', {})");
    other.destroy();
    return answer;
  }, preload);
  expect(reply.error.code).toBe('DENIED');
});

test('a frame within the page has no bridge', async ({ app }) => {
  const bridge = await app.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return frame.contentWindow && 'walscope' in frame.contentWindow;
  });
  expect(bridge).toBe(false);
});

test('the page cannot navigate away', async ({ app }) => {
  const { page } = app;
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  await page.evaluate(() => document.title);
  expect(page.url()).toBe(before);
});

test('the page cannot open a window', async ({ app }) => {
  const opened = await app.page.evaluate(() => window.open('https://example.com/') !== null);
  expect(opened).toBe(false);
  const windows = await app.electron!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
});

test('app:// answers for its own host only', async ({ app }) => {
  const statuses = await app.electron!.evaluate(async ({ net }) => {
    const ask = (url: string, method = 'GET') => net.fetch(url, { method }).then((r) => r.status);
    return [
      await ask('app://walscope/'),
      await ask('app://elsewhere/'),
      await ask('app://walscope/', 'POST'),
      await ask('app://walscope/..%2fmain%2findex.js'),
    ];
  });
  expect(statuses).toEqual([200, 403, 403, 404]);
});
