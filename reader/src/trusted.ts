// The page's one trusted-types policy, used in two places only: to parse a section, and to start the worker.

interface Policy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

function terkawalPolicy(): Policy {
  const rules: Policy = { createHTML: (text) => text, createScriptURL: (url) => url };
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  policy ??= factory === undefined ? rules : factory.createPolicy("terkawal", rules);
  return policy;
}

/** Parses HTML into a document of its own, in which nothing runs and nothing loads. */
export function parseInertly(html: string): Document {
  return new DOMParser().parseFromString(terkawalPolicy().createHTML(html), "text/html");
}

/** Starts a worker from a script's text. */
export function startWorker(script: string): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return new Worker(terkawalPolicy().createScriptURL(url));
  } finally {
    // The worker has taken hold of the blob by now in Chromium; Firefox needs a moment.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
