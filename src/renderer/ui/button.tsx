import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';
import { Tooltip } from './tooltip.tsx';

type Native = Omit<ComponentProps<'button'>, 'type'>;

interface ButtonProps extends Native {
  kind?: 'plain' | 'primary' | 'ghost' | 'danger';
  size?: 'normal' | 'large';
  icon?: IconName;
  /** Shortcut in the registry's notation, shown after the label. */
  keys?: string;
}

const kindClass = { plain: '', primary: 'pri', ghost: 'ghost', danger: 'ghost danger' } as const;

export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  keys,
  className,
  children,
  ...rest
}: ButtonProps) {
  const classes = ['btn', kindClass[kind], size === 'large' ? 'lg' : '', className ?? '']
    .filter(Boolean)
    .join(' ');
  return (
    <button type="button" className={classes} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
      {keys && (
        <>
          {' '}
          <Keys keys={keys} />
        </>
      )}
    </button>
  );
}

interface IconButtonProps extends Native {
  icon: IconName;
  /** What it does: its accessible name and its tooltip. */
  label: string;
  keys?: string;
}

export function IconButton({ icon, label, keys, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button type="button" className={`btn ghost ico ${className ?? ''}`} aria-label={label} {...rest}>
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
