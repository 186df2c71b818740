import { useState } from 'react';
import { utf8 } from '../../shared/bytes.ts';
import { maxKeyBytes } from '../../shared/limits.ts';
import { lineHints, membersFromLines } from '../inspector/members/from-lines.ts';
import { encodeMembers, type StructureType, structureTypes } from '../inspector/members/members.ts';
import { client } from '../stores/host.ts';
import { changeKeysState, chooseKey } from '../stores/keys.ts';
import { stage } from '../stores/staged.ts';
import { Button } from '../ui/button.tsx';
import { parseDeadline } from '../ui/deadline.ts';
import { Field } from '../ui/field.tsx';
import { formatDate } from '../ui/format.ts';
import { parseKey } from '../ui/key-format.ts';
import { pasteEscaped } from '../ui/paste-escaped.ts';
import { useReturnOfFocus } from '../ui/use-return-of-focus.ts';

const newTypes = ['string', ...structureTypes] as const;

/** The bytes to store, or why there can be none. */
function contentOf(type: StructureType | 'string', text: string): Uint8Array | string {
  if (type === 'string') return utf8(text);
  const members = membersFromLines(type, text, Date.now());
  return 'problem' in members ? members.problem : encodeMembers(members);
}

/** The form for a new key, above the table. What it makes is staged like every other edit. */
export function AddKey({ source }: { source: string }) {
  const [key, setKey] = useState('');
  const [type, setType] = useState<StructureType | 'string'>('string');
  const [value, setValue] = useState('');
  const [deadline, setDeadline] = useState('');
  const [error, setError] = useState<string | null>(null);
  const close = () => changeKeysState(source, { adding: false });
  useReturnOfFocus();
  const parsed = parseDeadline(deadline, Date.now());

  const add = async () => {
    const bytes = parseKey(key);
    if (!bytes || bytes.length > maxKeyBytes) {
      setError(
        bytes
          ? 'A key has at most 64 KiB.'
          : 'An escape in the key is broken: write \\xNN for a byte, \\\\ for a backslash.',
      );
      return;
    }
    if (parsed === 'invalid') {
      setError('The deadline cannot be read: write 90 s, 15 min, 3 d or 2027-01-31 14:00.');
      return;
    }
    const content = contentOf(type, value);
    if (typeof content === 'string') {
      setError(content);
      return;
    }
    try {
      const there = await client.call('keys.value', { source, key: bytes, offset: 0, length: 0 });
      if (there) {
        chooseKey(source, bytes);
        setError('This key is there already: it is shown, so that you can edit it.');
        return;
      }
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
      return;
    }
    stage(source, [{ key: bytes, op: 'set', type, value: content, expireAt: parsed, base: null }]);
    chooseKey(source, bytes);
    close();
  };

  return (
    <form
      className="addkey"
      aria-label="Add key"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <select
        className="select"
        aria-label="Type"
        value={type}
        onChange={(event) => setType(event.target.value as StructureType | 'string')}
      >
        {newTypes.map((each) => (
          <option key={each} value={each}>
            {each === 'zset' ? 'sorted set' : each}
          </option>
        ))}
      </select>
      <Field
        label="Key"
        placeholder="Key, as user:1042"
        mono
        autoFocus
        value={key}
        onPaste={pasteEscaped}
        onChange={(event) => setKey(event.target.value)}
      />
      <textarea
        className="field mono"
        aria-label="Value"
        placeholder={
          type === 'string'
            ? 'Value; Shift+Enter begins a line'
            : `${lineHints[type]}; Shift+Enter begins a line`
        }
        rows={1}
        spellCheck={false}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          void add();
        }}
      />
      <Field
        label="Expires"
        placeholder="Never; or 3 d, 90 s"
        bad={parsed === 'invalid'}
        title={typeof parsed === 'number' ? formatDate(parsed, { year: true }) : undefined}
        value={deadline}
        onChange={(event) => setDeadline(event.target.value)}
      />
      <Button kind="primary" onClick={() => void add()}>
        Stage key
      </Button>
      <Button kind="ghost" onClick={close}>
        Cancel
      </Button>
      <button type="submit" className="unseen" tabIndex={-1} aria-hidden="true" />
      {error && (
        <p className="c-damaged" role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
