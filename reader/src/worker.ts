// Runs the opening in a worker made from this script's own text, so that scrypt never freezes the page.

import { ReaderError, asReaderError, type FailureCode, type Values } from "./errors";
import { installCryptoFallback } from "./agefile";
import { openCopy, type OpeningJob } from "./opening";
import { startWorker } from "./trusted";

type Reply = { kind: "ready" } | { kind: "opened"; tar: ArrayBuffer } | { kind: "failed"; code: FailureCode; values: Values };

/** The worker's side: answers one job. */
export function serveAsWorker(): void {
  installCryptoFallback();
  const reply = (message: Reply, transfer: Transferable[] = []) => postMessage(message, { transfer });
  addEventListener("message", (event: MessageEvent<OpeningJob>) => {
    openCopy(event.data).then(
      (tar) => reply({ kind: "opened", tar }, [tar]),
      (thrown: unknown) => {
        const { code, values } = asReaderError(thrown);
        reply({ kind: "failed", code, values });
      },
    );
  });
  reply({ kind: "ready" });
}

/**
 * The page's side: opens a copy in a worker, or in the page where no worker can be had. The worker ends with the job,
 * and the keys in it.
 */
export function openInWorker(job: OpeningJob, script: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    let worker: Worker;
    let ready = false;
    const openHere = () => {
      installCryptoFallback();
      // A pause lets the page show that it is working before it stands still.
      setTimeout(() => openCopy(job).then(resolve, reject), 50);
    };
    try {
      worker = startWorker(script);
    } catch {
      openHere();
      return;
    }
    signal.addEventListener("abort", () => worker.terminate());
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      worker.terminate();
      if (ready) reject(new ReaderError("unexpected"));
      else openHere();
    });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      if (data.kind === "ready") {
        ready = true;
        worker.postMessage(job);
        return;
      }
      worker.terminate();
      if (data.kind === "opened") resolve(data.tar);
      else reject(new ReaderError(data.code, data.values));
    });
  });
}
