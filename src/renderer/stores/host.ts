import { create } from 'zustand';
import type { Client } from '../../shared/contract/index.ts';
import { type Connection, createClient } from './client.ts';

/** Whether main can be reached; on the web host the socket may come and go. */
export const useConnection = create<{ connection: Connection }>(() => ({ connection: 'open' }));

/** The one client of this window. */
export const client: Client = createClient({
  onConnection: (connection) => useConnection.setState({ connection }),
});
