import { open } from '../../../../engine/open.ts';
import { RespServer } from '../../resp-server.ts';

/** A server in a process of its own, which says where it listens: for specs that kill it. */
const [directory = '', fsync = 'always'] = process.argv.slice(2);
const store = await open(directory, { fsync: fsync === 'everysec' ? 'everysec' : 'always' });
const server = await RespServer.start(store, { port: 0 });
process.stdout.write(`${server.port}\n`);
