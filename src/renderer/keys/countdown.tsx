import { formatDate, formatSpan, isoTime } from '../ui/format.ts';
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
  return (
    <time dateTime={isoTime(deadline)} title={formatDate(deadline, { year: true })}>
      {left > 0 ? before + formatSpan(left) : 'expired'}
    </time>
  );
}
