import type { Binary } from '../../../formats/redis/value.ts';

const redacted = '(redacted)';

/** The words of a command as others may read them: in the slow log, with MONITOR, in the app. Passwords are left out. */
export function withoutSecrets(args: readonly Binary[]): readonly Binary[] {
  const places = secretsOf(args);
  return places.length === 0 ? args : args.map((arg, at) => (places.includes(at) ? redacted : arg));
}

function secretsOf(args: readonly Binary[]): number[] {
  switch (args[0]?.toLowerCase()) {
    case 'auth':
      return args.map((_, at) => at).slice(1);
    case 'hello':
      return placesBehind(args, /^auth$/i, 2);
    case 'config':
      return placesBehind(args, /^requirepass$/i, 1);
    default:
      return [];
  }
}

/** Of so many words behind each that is such. */
function placesBehind(args: readonly Binary[], pattern: RegExp, count: number): number[] {
  return args.flatMap((arg, at) =>
    pattern.test(arg) ? Array.from({ length: count }, (_, i) => at + 1 + i) : [],
  );
}
