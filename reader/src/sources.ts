// Where the files of a copy come from: out of a one-file copy, from the site beside the page, or from files chosen by hand.

import { parseCopyFacts, type CopyFacts, type MemberName } from "./copy";
import { ReaderError } from "./errors";
import { blockText } from "./shell";

/** A place that holds copies. */
export interface CopySource {
  /** The facts of the copy; a source that holds only one does not look at the number. */
  facts(copy: string | null): Promise<CopyFacts>;
  /** One age file of that copy; `member-missing` when it is not there. */
  member(name: MemberName, facts: CopyFacts): Promise<Uint8Array | string>;
}

/** The members that a one-file copy carries in its own page. */
export function embeddedSource(): CopySource {
  const read = (name: string) => {
    const text = blockText(`terkawal-${name}`)?.replace(/\s+/g, "");
    if (!text) throw new ReaderError("member-missing", { title: name });
    return text;
  };
  return {
    facts: async () => {
      const text = blockText("terkawal-copy");
      if (!text) throw new ReaderError("member-missing", { title: "copy.json" });
      return parseCopyFacts(text);
    },
    member: async (name) => read(name),
  };
}

/** The folder `copies/NN/` beside the page, fetched afresh each time. */
export function fetchedSource(path: string, known: readonly string[]): CopySource {
  const get = async (copy: string, name: string, absent: ReaderError): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(`${path}${copy}/${name}`, { cache: "no-store", credentials: "same-origin" });
    } catch {
      throw new ReaderError("network");
    }
    if (response.status === 404 || response.status === 410) throw absent;
    if (!response.ok) throw new ReaderError("network", { number: response.status });
    return response;
  };
  const body = async <T>(reading: Promise<T>): Promise<T> => {
    try {
      return await reading;
    } catch {
      throw new ReaderError("network");
    }
  };
  return {
    facts: async (copy) => {
      if (copy === null) throw new ReaderError("choose-copy");
      const absent = new ReaderError("copy-not-found", { copy });
      if (!known.includes(copy)) throw absent;
      const facts = parseCopyFacts(await body((await get(copy, "copy.json", absent)).text()));
      if (facts.copy !== copy) throw new ReaderError("swapped", { copy });
      return facts;
    },
    member: async (name, facts) => {
      const response = await get(facts.copy, name, new ReaderError("member-missing", { title: name }));
      return new Uint8Array(await body(response.arrayBuffer()));
    },
  };
}

/** Files of a `copies/NN/` folder that the holder picked, for a site opened from a folder where fetch is forbidden. */
export function pickedSource(files: Iterable<File>): CopySource {
  const byName = new Map([...files].map((file) => [file.name, file]));
  const find = (name: string) => {
    const file = byName.get(name);
    if (file === undefined) throw new ReaderError("member-missing", { title: name });
    return file;
  };
  const readable = async <T>(reading: Promise<T>, name: string): Promise<T> => {
    try {
      return await reading;
    } catch {
      throw new ReaderError("damaged", { title: name });
    }
  };
  return {
    facts: async () => {
      if (byName.size === 0) throw new ReaderError("choose-files");
      return parseCopyFacts(await readable(find("copy.json").text(), "copy.json"));
    },
    member: async (name) => new Uint8Array(await readable(find(name).arrayBuffer(), name)),
  };
}
