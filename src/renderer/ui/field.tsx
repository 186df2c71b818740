import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';

interface FieldProps extends Omit<ComponentProps<'input'>, 'size'> {
  label: string;
  icon?: IconName;
  keys?: string;
  big?: boolean;
  bad?: boolean;
  mono?: boolean;
}

/** A line of text with its accessible name in the field itself. */
export function Field({ label, icon, keys, big, bad, mono, className, style, ...rest }: FieldProps) {
  const classes = ['field', big ? 'big' : '', bad ? 'bad' : '', mono ? 'mono' : '', className ?? ''];
  return (
    <label className={classes.filter(Boolean).join(' ')} style={style}>
      {icon && <Icon name={icon} />}
      <input aria-label={label} spellCheck={false} autoComplete="off" aria-invalid={bad ?? false} {...rest} />
      {keys && <Keys keys={keys} />}
    </label>
  );
}
