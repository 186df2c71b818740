import { expect, test } from './app.ts';

test('the page has no Node and nothing of Electron', async ({ app }) => {
  const found = await app.page.evaluate(() =>
    ['process', 'require', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(found).toEqual([]);
});

test('every page comes with a policy that allows no inline script and no eval', async ({ app }) => {
  const policy = await app.page.evaluate(async () => {
    const response = await fetch('/');
    return response.headers.get('Content-Security-Policy') ?? '';
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self';/);
  expect(policy).toContain("frame-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test('inline script and eval do not run', async ({ app }) => {
  const ran = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    // Later, since code that a debugger evaluates may use eval, and what it calls too.
    const evalRan = await new Promise<boolean>((resolve) => {
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: what is tested is that it throws
          globalThis.eval('1');
          resolve(true);
        } catch {
          resolve(false);
        }
      });
    });
    return { inline: 'inlineRan' in globalThis, eval: evalRan };
  });
  expect(ran).toEqual({ inline: false, eval: false });
});

test('the page breaks no rule of its policy by itself', async ({ app }) => {
  const violations: string[] = [];
  app.page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  await app.page.reload();
  await app.page.locator('#root > *').first().waitFor();
  expect(violations).toEqual([]);
});

test('a frame of another origin is not loaded', async ({ app }) => {
  const blocked = await app.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        const frame = document.createElement('iframe');
        frame.src = 'http://127.0.0.1:9/';
        document.body.append(frame);
      }),
  );
  expect(blocked).toBe('frame-src');
});

test('permissions are refused', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const notifications = await Notification.requestPermission();
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    );
    const place = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      );
    });
    return { notifications, camera, place };
  });
  expect(answers).toEqual({ notifications: 'denied', camera: 'denied', place: 'denied' });
});

test('files outside of the page cannot be reached through its address', async ({ app }) => {
  const statuses = await app.page.evaluate(async () => {
    const paths = [
      '/../main/index.js',
      '/..%2fmain%2findex.js',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/..%5c..%5cmain%5cindex.js',
      '//etc/passwd',
      '/etc/passwd',
      '/index.html%00.js',
    ];
    const base = location.origin === 'null' ? location.href.replace(/\/$/, '') : location.origin;
    return await Promise.all(
      paths.map((path) =>
        fetch(base + path).then(
          (response) => response.status,
          () => 'failed',
        ),
      ),
    );
  });
  for (const status of statuses) expect([400, 403, 404, 'failed']).toContain(status);
});
