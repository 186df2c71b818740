import { expect, it } from 'vitest';
import { servedDirectories } from '../specs/served.ts';

const serve = servedDirectories();

it('counts the keys of several databases anew only when something has changed', async () => {
  const { connect, store } = await serve();
  const client = await connect();
  await client.askAll([
    ['MSET', 'a', '1', 'b', '2'],
    ['SELECT', '1'],
    ['SET', 'c', '3'],
  ]);
  const sizes = async () => await client.askAll([['SELECT', '0'], ['DBSIZE'], ['SELECT', '1'], ['DBSIZE']]);
  const counted = (zero: number, one: number) => ['+OK\r\n', `:${zero}\r\n`, '+OK\r\n', `:${one}\r\n`];
  expect(await sizes()).toEqual(counted(2, 1));
  let looked = 0;
  const keysFrom = store.keysFrom.bind(store);
  store.keysFrom = (...args) => {
    looked++;
    return keysFrom(...args);
  };
  expect(await sizes()).toEqual(counted(2, 1));
  expect(looked).toBe(0);
  await client.ask('SET', 'd', '4');
  expect(await sizes()).toEqual(counted(2, 2));
  await client.ask('DEL', 'c', 'd');
  expect(await sizes()).toEqual(counted(2, 0));
  // Someone else writes beside the server.
  await store.set('e', '5');
  expect(await sizes()).toEqual(counted(3, 0));
  expect(looked).toBeGreaterThan(0);
});
