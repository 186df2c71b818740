/** @param {import('../peers/index.mjs').Contender} contender @param {import('./index.mjs').Context} context */
export async function run(contender, { directory, shape }) {
  const handle = await contender.open(directory, 'relaxed');
  // The first pass warms the code and the cache, as the gets before it did for everyone.
  await scanOnce(handle, contender, shape);
  const opsPerSecond = await scanOnce(handle, contender, shape);
  await handle.close();
  return { opsPerSecond };
}

async function scanOnce(handle, contender, shape) {
  let count = 0;
  let bytes = 0;
  let previous = '';
  const start = performance.now();
  await handle.scan((key, value) => {
    bytes += key.length + value.length;
    if (count++ % 1_024 !== 0) return;
    const text = Buffer.from(key).toString('latin1');
    if (text < previous) throw new Error(`${contender.title} scanned out of order`);
    previous = text;
  });
  const ms = performance.now() - start;
  if (count !== shape.keys || bytes !== shape.keys * (shape.keyBytes + shape.valueBytes)) {
    throw new Error(`${contender.title} scanned ${count} keys of ${shape.keys}`);
  }
  return (count / ms) * 1000;
}
