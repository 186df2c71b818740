import { formatDate, formatSpan, isoTime } from '../ui/format.ts';
import { useNow } from '../ui/now.ts';

/** What is left until a deadline (ms since 1970), counted live. */
export function Countdown({ deadline }: { deadline: number }) {
  const now = useNow(1000);
  const left = deadline - now;
  return (
    <time dateTime={isoTime(deadline)} title={formatDate(deadline, { year: true })}>
      {left > 0 ? formatSpan(left) : 'expired'}
    </time>
  );
}
