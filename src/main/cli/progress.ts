import type { SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

/** Work that ends sooner shows no bar, in ms. */
const patienceMs = 300;

/** A bar on stderr when that is a terminal and the work takes its time; nothing otherwise. */
export class Progress {
  readonly #io: Pick<Io, 'terminal'>;
  readonly #what: string;
  readonly #started = performance.now();
  #bar: SingleBar | null = null;
  #loading = false;
  #done = false;

  constructor(io: Pick<Io, 'terminal'>, what: string) {
    this.#io = io;
    this.#what = what;
  }

  readonly update = (done: number, total: number): void => {
    if (this.#bar) {
      this.#bar.setTotal(total);
      this.#bar.update(done);
    } else if (this.#io.terminal && !this.#loading && performance.now() - this.#started > patienceMs) {
      this.#loading = true;
      void this.#show(total);
    }
  };

  end(): void {
    this.#done = true;
    this.#bar?.stop();
  }

  async #show(total: number): Promise<void> {
    const { SingleBar } = await import('cli-progress');
    if (this.#done || !this.#io.terminal) return;
    this.#bar = new SingleBar({
      format: `${this.#what} {bar} {percentage} %{eta_formatted}`,
      formatTime: timeLeft,
      stream: this.#io.terminal as NodeJS.WriteStream,
      clearOnComplete: true,
      hideCursor: true,
    });
    this.#bar.start(total, 0);
  }
}

/** How long the rest takes, in seconds; nothing while that cannot be told, which the bar has words for. */
export function timeLeft(seconds: number | string): string {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return '';
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? ` · ${seconds} s left` : ` · ${minutes} min ${seconds % 60} s left`;
}
