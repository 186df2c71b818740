import { type ReactNode, useEffect, useRef } from 'react';
import { focusHome, giveFocusBack } from './focus-below.ts';

interface DialogProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** The buttons, last one the way on. */
  footer?: ReactNode;
  wide?: boolean;
  className?: string;
  hideTitle?: boolean;
}

/**
 * The browser's own modal dialog: it traps focus, closes on Esc, makes the rest inert and gives focus back.
 * Mount it to open it. (The library's modal dialog would write a style element, which the content policy forbids.)
 */
export function Dialog({ title, onClose, children, footer, wide, className, hideTitle }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const home = focusHome();
    if (dialog && !dialog.open) {
      dialog.showModal();
      firstOf(dialog)?.focus();
    }
    return () => {
      dialog?.close();
      giveFocusBack(home);
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={['dialog', wide ? 'wide' : '', className ?? ''].filter(Boolean).join(' ')}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      {!hideTitle && <div className="title">{title}</div>}
      <div className={hideTitle ? 'bare' : 'body'}>{children}</div>
      {footer && <div className="foot">{footer}</div>}
    </dialog>
  );
}

/** What one wants first: the field to type into, or else the way on. */
function firstOf(dialog: HTMLDialogElement): HTMLElement | null {
  const field = dialog.querySelector<HTMLElement>('input:not([type="checkbox"]):not(:disabled), textarea');
  return field ?? [...dialog.querySelectorAll<HTMLElement>('.foot button:not(:disabled)')].at(-1) ?? null;
}
