// News of the plan, for any number of tabs. Browsers keep few connections to one host open at a time, so one tab listens to
// the server for all of them; when it is closed, the next one does.

interface Listener {
  readonly changed: (generation: number) => void;
  readonly lost: () => void;
  readonly found: () => void;
}

type News = { readonly generation: number } | "lost" | "found";

const NAME = "terkawal-preview";

/** Listens as long as the page is there. */
export function listen(address: string, listener: Listener): void {
  const others = new BroadcastChannel(NAME);
  const hear = (news: News) => {
    if (news === "lost" || news === "found") listener[news]();
    else listener.changed(news.generation);
  };
  const tell = (news: News) => {
    others.postMessage(news);
    hear(news);
  };
  others.addEventListener("message", (event: MessageEvent<News>) => hear(event.data));
  const ask = () => {
    const events = new EventSource(address);
    events.addEventListener("message", (event: MessageEvent<string>) => tell({ generation: Number(event.data) }));
    events.addEventListener("error", () => tell("lost"));
    events.addEventListener("open", () => tell("found"));
  };
  // Held until this page is gone.
  void navigator.locks.request(NAME, () => {
    ask();
    return new Promise<never>(() => undefined);
  });
}
