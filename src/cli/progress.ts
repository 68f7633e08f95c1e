import { SingleBar } from 'cli-progress';

/** How far a command has come, on stderr: stdout is for its results. */
export interface Progress {
  show(done: number): void;
  end(): void;
}

/** Between two lines where there is no terminal to draw on. */
const LINE_EVERY_MS = 2_000;

export function showProgress(title: string, total: number): Progress {
  return process.stderr.isTTY ? drawn(title, total) : written(title, total);
}

function drawn(title: string, total: number): Progress {
  const bar = new SingleBar({ format: `${title} [{bar}] {value} of {total}, {eta_formatted} left`, hideCursor: true });
  bar.start(total, 0);
  return { show: (done) => bar.update(done), end: () => bar.stop() };
}

function written(title: string, total: number): Progress {
  let written = -1;
  let writtenAt = Number.NEGATIVE_INFINITY;
  return {
    show: (done) => {
      const isDue = performance.now() - writtenAt >= LINE_EVERY_MS || done === total;
      if (done === written || !isDue) return;
      console.error(`${title}: ${done} of ${total}`);
      written = done;
      writtenAt = performance.now();
    },
    end: () => undefined,
  };
}
