// Runs the opening in a worker made from this script's own text, so that scrypt never freezes the page.

import { ReaderError, asReaderError, type FailureCode, type Values } from "./errors";
import { installCryptoFallback } from "./agefile";
import { openCopy, type OpeningJob } from "./opening";
import { rehearse } from "./rehearsal";
import { startWorker } from "./trusted";

type Reply = { kind: "ready" } | { kind: "opened"; tar: ArrayBuffer } | { kind: "failed"; code: FailureCode; values: Values };

/** The worker's side: answers one job, and rehearses until it comes. */
export function serveAsWorker(): void {
  installCryptoFallback();
  const reply = (message: Reply, transfer: Transferable[] = []) => postMessage(message, { transfer });
  const called = new AbortController();
  addEventListener("message", (event: MessageEvent<OpeningJob>) => {
    called.abort();
    openCopy(event.data).then(
      (tar) => reply({ kind: "opened", tar }, [tar]),
      (thrown: unknown) => {
        const { code, values } = asReaderError(thrown);
        reply({ kind: "failed", code, values });
      },
    );
  });
  reply({ kind: "ready" });
  void rehearse(called.signal);
}

/** The page's side: opens copies in a worker each, or in the page where no worker can be had. */
export class Opener {
  private next: Promise<Worker | null> | null = null;

  /** @param script - the text of this very program */
  constructor(private readonly script: string) {}

  /** Starts the worker of the next opening, since starting takes about as long as the work; once is enough. */
  prepare(): void {
    this.next ??= startReady(this.script);
  }

  /**
   * Opens a copy. The worker ends with the job, and the keys in it.
   *
   * @throws ReaderError as {@link openCopy} does; an abort leaves the promise open
   */
  async open(job: OpeningJob, signal: AbortSignal): Promise<ArrayBuffer> {
    this.prepare();
    const worker = await this.next;
    this.next = null;
    if (worker === null) {
      installCryptoFallback();
      // A pause lets the page show that it is working before it stands still.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return openCopy(job);
    }
    return inWorker(worker, job, signal);
  }
}

/** Null where the page may start no worker. */
function startReady(script: string): Promise<Worker | null> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = startWorker(script);
    } catch {
      resolve(null);
      return;
    }
    worker.addEventListener("message", () => resolve(worker), { once: true });
    worker.addEventListener(
      "error",
      (event) => {
        event.preventDefault();
        worker.terminate();
        resolve(null);
      },
      { once: true },
    );
  });
}

function inWorker(worker: Worker, job: OpeningJob, signal: AbortSignal): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => worker.terminate());
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new ReaderError("unexpected"));
    });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      worker.terminate();
      if (data.kind === "opened") resolve(data.tar);
      else if (data.kind === "failed") reject(new ReaderError(data.code, data.values));
    });
    if (signal.aborted) worker.terminate();
    else worker.postMessage(job);
  });
}
