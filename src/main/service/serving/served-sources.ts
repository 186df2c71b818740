import type { Emit } from '../../../shared/contract/index.ts';
import type { Serving } from '../../../shared/contract/server.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { ServiceHost } from '../host.ts';
import type { Source } from '../sources/source.ts';
import { ServedSource } from './served-source.ts';

/** The open directories that clients are served from. */
export class ServedSources {
  readonly #serve: ServiceHost['serveStore'];
  readonly #emit: Emit;
  readonly #served = new Map<string, ServedSource>();

  constructor(host: Pick<ServiceHost, 'serveStore' | 'emit'>) {
    this.#serve = host.serveStore;
    this.#emit = host.emit;
  }

  /** Throws INVALID_ARGUMENT when the port cannot be had, and WRONG_FORMAT for what only an engine of its own serves. */
  async start(source: Source, port: number): Promise<Serving> {
    const known = this.#served.get(source.id);
    if (known) return known.status();
    const opened = source.opened?.() ?? null;
    if (opened === null || !this.#serve) {
      throw new WalscopeError(
        'WRONG_FORMAT',
        `${source.path} is only looked at: convert it into a Walscope directory to serve it.`,
      );
    }
    const server = await this.#serve(opened.store, {
      port,
      place: opened.place,
      onGone: (why) => void this.#end(source.id, why.message),
    });
    const served = new ServedSource(server, () => this.#tell(source.id));
    this.#served.set(source.id, served);
    this.#tell(source.id);
    return served.status();
  }

  status(source: string): Serving | null {
    return this.#served.get(source)?.status() ?? null;
  }

  /** Answers what has been asked, and lets the clients go. */
  async stop(source: string): Promise<void> {
    const served = this.#served.get(source);
    if (!served) return;
    this.#served.delete(source);
    await served.close();
    this.#tell(source);
  }

  /** As `stop`, when nobody asked for it: why, is what there is to tell, and not what fails for that reason. */
  async #end(source: string, why: string): Promise<void> {
    const served = this.#served.get(source);
    if (!served) return;
    this.#served.delete(source);
    await served.close().catch(() => undefined);
    this.#tell(source, why);
  }

  #tell(source: string, endedFor: string | null = null): void {
    this.#emit('server.changed', { source, serving: this.status(source), endedFor });
  }
}
