import fc from 'fast-check';

/** What commands of places are given, by chance: few places, so that some are the same, and the ends of the map. */

const longitude = fc.constantFrom(
  ...['0', '1', '-1', '13.361389', '15', '-0.3', '0.3', '90.5', '179.99', '-180', '180', '200', 'x'],
);
const latitude = fc.constantFrom(
  ...['0', '1', '-1', '38.115556', '37', '-0.3', '0.3', '67', '82', '-82', '85.05112878', '-85.05112878'],
);
const place = fc.oneof(
  fc.tuple(longitude, latitude),
  fc
    .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -85, max: 85, noNaN: true }))
    .map((pair) => pair.map(String) as [string, string]),
);
const length = fc.constantFrom(
  '0',
  '1',
  '34',
  '70',
  '112',
  '500',
  '1500',
  '9000',
  '22000',
  '1e5',
  'inf',
  '-1',
);
const unit = fc.constantFrom('m', 'km', 'km', 'km', 'KM', 'mi', 'ft');
const counts = fc.constantFrom('1', '2', '3', '7', '9');

const radius = fc.tuple(length, unit);
const box = fc.tuple(length, length, unit);
const order = fc.constantFrom<string[]>([], ['ASC'], ['DESC']);
const count = fc.oneof(
  fc.constant<string[]>([]),
  counts.map((most) => ['COUNT', most]),
  counts.map((most) => ['COUNT', most, 'ANY']),
);
const shown = fc.constantFrom<string[]>([], ['WITHDIST'], ['WITHCOORD', 'WITHDIST'], ['WITHHASH']);

const words = (...parts: fc.Arbitrary<string | readonly string[]>[]): fc.Arbitrary<string[]> =>
  fc.tuple(...parts).map((all) => all.flat());
const just = (...text: string[]) => fc.constant(text);

/** Commands over these keys and members; distances, whose last digits differ by machine, are kept at `far` alone. */
export function randomPlaces(
  key: fc.Arbitrary<string>,
  member: fc.Arbitrary<string>,
): fc.Arbitrary<string[]> {
  const center = fc.oneof(words(just('FROMMEMBER'), member), words(just('FROMLONLAT'), place));
  const shape = fc.oneof(words(just('BYRADIUS'), radius), words(just('BYBOX'), box));
  const anyMember = fc.oneof(
    member,
    fc.nat(40).map((at) => `m${at}`),
  );
  const some = fc.array(words(place, anyMember), { minLength: 1, maxLength: 40 }).map((each) => each.flat());
  const add = words(just('GEOADD'), key, some);
  const search = words(just('GEOSEARCH'), key, center, shape, order, count, shown);
  return fc.oneof(
    add,
    add,
    words(just('GEOADD'), key, fc.constantFrom('NX', 'XX', 'CH'), place, member),
    words(just('GEODIST'), key, member, member, unit),
    words(just('GEOPOS'), key, member, member),
    words(just('GEOHASH'), key, member, member),
    search,
    search,
    words(just('GEOSEARCHSTORE'), key, key, shape, center, count),
    words(just('GEOSEARCHSTORE', 'far'), key, center, shape, order, count, just('STOREDIST')),
    just('ZCARD', 'far'),
    words(just('GEORADIUS'), key, place, radius, order, count, shown),
    words(just('GEORADIUS'), key, place, radius, count, just('STORE'), key),
    words(just('GEORADIUSBYMEMBER'), key, member, radius, order, count, shown),
    words(just('GEORADIUSBYMEMBER_RO'), key, member, radius, order, count),
    words(just('GEORADIUSBYMEMBER'), key, member, radius, order, just('STOREDIST', 'far')),
  );
}
