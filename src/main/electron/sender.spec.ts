import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { expect, test } from 'vitest';
import { isOurFrame } from './sender.ts';

const frame = (origin: string) => ({ origin }) as WebFrameMain;
const contents = (mainFrame: WebFrameMain) => ({ mainFrame }) as WebContents;
const event = (sender: WebContents, senderFrame: WebFrameMain | null) =>
  ({ sender, senderFrame }) as unknown as IpcMainInvokeEvent;

const page = frame('app://walscope');
const ours = contents(page);

test('the top frame of our window is answered while it shows our page', () => {
  expect(isOurFrame(event(ours, page), ours)).toBe(true);
});

test('another origin in our window is not', () => {
  for (const origin of ['https://walscope', 'app://elsewhere', 'file://', 'null', '']) {
    const foreign = frame(origin);
    const navigated = contents(foreign);
    expect(isOurFrame(event(navigated, foreign), navigated)).toBe(false);
  }
});

test('a frame within our page is not, whatever its origin', () => {
  expect(isOurFrame(event(ours, frame('app://walscope')), ours)).toBe(false);
});

test('another window is not, even with our page', () => {
  const otherPage = frame('app://walscope');
  expect(isOurFrame(event(contents(otherPage), otherPage), ours)).toBe(false);
});

test('a frame that is gone is not, nor anyone once our window is', () => {
  expect(isOurFrame(event(ours, null), ours)).toBe(false);
  expect(isOurFrame(event(ours, page), undefined)).toBe(false);
});
