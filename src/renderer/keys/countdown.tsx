import { formatDate, formatSpan } from '../ui/format.ts';
import { useNow } from '../ui/now.ts';

interface CountdownProps {
  /** ms since 1970. */
  deadline: number;
  /** Words in front of what is left. */
  before?: string;
}

/** What is left until a deadline, counted live. */
export function Countdown({ deadline, before = '' }: CountdownProps) {
  const now = useNow(1000);
  const left = deadline - now;
  const date = new Date(deadline);
  // Redis lets a key expire later than any date that there is.
  const isDate = !Number.isNaN(date.getTime());
  return (
    <time {...(isDate && { dateTime: date.toISOString() })} title={formatDate(deadline, { year: true })}>
      {left > 0 ? before + formatSpan(left) : 'expired'}
    </time>
  );
}
