import { describe, expect, it } from 'vitest';
import { walscopeSubject } from '../../service/crash/walscope-subject.ts';
import type { Journal } from './journal.ts';
import { callsBefore, systemCalls } from './system-calls.ts';
import { trace } from './trace.ts';
import { workloadOf } from './workloads.ts';

const journal: Journal = [
  { kind: 'link', directory: 0, name: 'store', node: 1, isDirectory: true },
  { kind: 'sync', node: 0 },
  { kind: 'link', directory: 1, name: 'log.tmp', node: 2, isDirectory: false },
  { kind: 'asked', step: 0 },
  { kind: 'write', file: 2, position: 0, data: new Uint8Array(12) },
  { kind: 'truncate', file: 2, length: 8 },
  { kind: 'sync', node: 2 },
  { kind: 'answered', step: 0, durable: true, wrote: true, lastSeq: 1 },
  { kind: 'rename', from: 1, fromName: 'log.tmp', to: 1, toName: 'log', node: 2 },
  { kind: 'write', file: 2, position: 8, data: new Uint8Array(3) },
  { kind: 'failed-sync', node: 1 },
  { kind: 'unlink', directory: 1, name: 'log' },
];

describe('the system calls of a journal', () => {
  it('are told by name, and answers are none of them', () => {
    expect(systemCalls(journal)).toEqual([
      { at: 0, text: 'mkdir store/' },
      { at: 1, text: 'fsync the parent directory' },
      { at: 2, text: 'create log.tmp' },
      { at: 4, text: 'write log.tmp 12 B' },
      { at: 5, text: 'truncate log.tmp to 8 B' },
      { at: 6, text: 'fsync log.tmp' },
      { at: 8, text: 'rename log.tmp → log' },
      { at: 9, text: 'write log 3 B' },
      { at: 10, text: 'fsync the directory fails' },
      { at: 11, text: 'unlink log' },
    ]);
  });

  it('are counted up to each entry', () => {
    const counts = [0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 10];
    expect([...callsBefore(systemCalls(journal), journal.length)]).toEqual(counts);
  });

  it('have a name for each file of a real workload', async () => {
    const { journal: real } = await trace(walscopeSubject, workloadOf('snapshot', 1), 'always');
    const calls = systemCalls(real);
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter(({ text }) => / \/?( |$)/.test(text))).toEqual([]);
    expect(calls.some(({ text }) => text.startsWith('rename'))).toBe(true);
  });
});
