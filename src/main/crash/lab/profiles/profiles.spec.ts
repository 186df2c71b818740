import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../service/crash/subjects.ts';
import { DiskAt } from '../disk-at.ts';
import type { Fate } from '../fates.ts';
import { faultsOf } from '../faults.ts';
import type { JournalEntry } from '../journal.ts';
import { sweep } from '../sweep.ts';
import { permits } from './permits.ts';
import { fileSystemRules, profileNames } from './profile.ts';
import { profileOf, profiles } from './profiles.ts';
import { profilesDoc } from './profiles-doc.ts';

const write = (file: number, position: number, length: number): JournalEntry => ({
  kind: 'write',
  file,
  position,
  data: new Uint8Array(length).fill(1),
});
const link = (name: string, node: number): JournalEntry => ({
  kind: 'link',
  directory: 0,
  name,
  node,
  isDirectory: false,
});
const sync = (node: number): JournalEntry => ({ kind: 'sync', node });

function allowing(journal: JournalEntry[], fates: Fate[]): string[] {
  return profileNames.filter((name) => {
    const profile = profileOf(name);
    const disk = new DiskAt('own');
    for (const entry of journal) disk.advance(entry);
    return permits(profile, disk, fates);
  });
}

describe('the profiles', () => {
  it('say of each rule why they think so, and who says it', () => {
    expect(profiles.map(({ name }) => name)).toEqual([...profileNames]);
    for (const { claims, syncClaim, summary, title } of profiles) {
      expect(Object.keys(claims).sort()).toEqual(Object.keys(fileSystemRules).sort());
      for (const { because, source } of [...Object.values(claims), syncClaim]) {
        expect(because).toMatch(/^[A-Zfa].*\.$/);
        expect(source.title.length).toBeGreaterThan(5);
        expect(source.url).toMatch(/^https?:\/\//);
      }
      expect(summary).toMatch(/\.$/);
      expect(title.length).toBeGreaterThan(2);
    }
  });

  it('are what the documentation says of them', async () => {
    expect(await readFile('docs/crash-lab.md', 'utf8')).toContain(profilesDoc());
  });

  it('are known by name', () => {
    expect(profileOf('xfs').title).toBe('XFS');
    expect(() => profileOf('fat')).toThrow(/There is no file system "fat"/);
  });
});

describe('what a file system may leave', () => {
  const file = [link('a', 1), sync(0), sync(1)];

  it('of a write that never came: zeros, garbage, old bytes or none', () => {
    const journal = [...file, write(1, 0, 10)];
    expect(allowing(journal, ['size-only'])).toEqual([
      'posix',
      'ext4-writeback',
      'btrfs',
      'apfs',
      'apfs-fullfsync',
      'ntfs',
    ]);
    expect(allowing(journal, ['stale'])).toEqual(['posix', 'ext4-writeback', 'apfs', 'apfs-fullfsync']);
    expect(allowing(journal, ['kept'])).toEqual([...profileNames]);
  });

  it('of two appends: a gap of zeros is the size before the data', () => {
    const journal = [...file, write(1, 0, 10), write(1, 10, 10)];
    expect(allowing(journal, ['lost', 'kept'])).not.toContain('xfs');
    expect(allowing(journal, ['lost', 'kept'])).toContain('ext4-writeback');
    const inPlace = [link('a', 1), write(1, 0, 20), sync(0), sync(1), write(1, 0, 10), write(1, 10, 10)];
    expect(allowing(inPlace, ['lost', 'kept'])).toEqual([...profileNames]);
  });

  it('of two names: the later one only where names have no order', () => {
    const journal = [link('a', 1), link('b', 2)];
    expect(allowing(journal, ['lost', 'kept'])).toEqual(['posix', 'btrfs', 'apfs', 'apfs-fullfsync']);
  });

  it('of a rename: over another file not before the bytes, where those are forced out', () => {
    const rename: JournalEntry = { kind: 'rename', from: 0, fromName: 'new', to: 0, toName: 'a', node: 2 };
    const over = [link('a', 1), link('new', 2), sync(0), write(2, 0, 10), rename];
    expect(allowing(over, ['lost', 'kept'])).toEqual([
      'posix',
      'ext4-writeback',
      'xfs',
      'apfs',
      'apfs-fullfsync',
      'ntfs',
    ]);
    const fresh = [link('new', 2), sync(0), write(2, 0, 10), rename];
    expect(allowing(fresh, ['lost', 'kept'])).toEqual([...profileNames]);
  });

  it('of one write: a part of a sector nowhere but in POSIX', () => {
    const journal = [...file, write(1, 0, 2000)];
    expect(allowing(journal, [{ firstBytes: 100 }])).toEqual(['posix']);
    expect(allowing(journal, [{ firstBytes: 1024 }])).toEqual([...profileNames]);
  });
});

describe('a sweep of one file system', () => {
  const faults = faultsOf(['power-loss', 'reordered-writes', 'size-before-data', 'lost-directory-entry']);
  const failing = async (engine: string, name: string, workload: string): Promise<number> => {
    const subject = subjectOf(engine);
    const options = { subject, workloads: [workload], fsync: 'always', faults, limit: 250, seed: 5 } as const;
    const { failures } = await sweep({ ...options, profile: profileOf(name) });
    return failures.length;
  };

  it('forgives on ext4 a rename whose bytes were not synced, and not on XFS', async () => {
    expect(await failing('json-rename', 'xfs', 'overwrites')).toBeGreaterThan(0);
    const onExt4 = await sweep({
      subject: subjectOf('json-rename'),
      workloads: ['overwrites'],
      fsync: 'always',
      faults: faultsOf(['size-before-data']),
      limit: 800,
      seed: 5,
      profile: profileOf('ext4-ordered'),
    });
    expect(onExt4.states).toBe(0);
  });

  it.each(profileNames.filter((name) => name !== 'apfs'))('finds nothing in Walscope on %s', async (name) => {
    expect(await failing('walscope', name, 'snapshot')).toBe(0);
  });

  it('shows on macOS what F_FULLFSYNC is for', async () => {
    expect(await failing('walscope', 'apfs', 'puts')).toBeGreaterThan(0);
  });
});
