// Bundles the reader and its search, the search of the site, and the bar of the preview, into one script each:
// node build.mjs READER
// The others stand beside it.
//
// The script stands inline in a page and, as a blob, in a worker. So it must be one classic script, plain ASCII,
// without any text that would end or confuse the <script> element around it.

import { build } from "esbuild";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The largest script that is let through, in bytes. */
export const SIZE_LIMIT = 90_000;
/** The same for each search script. */
export const SEARCH_SIZE_LIMIT = 17_000;

// package.json holds @noble/curves at 2.0.1, in the range that age-encryption asks for: later ones compute X25519 through the
// whole Edwards group, which adds 20 kB for a step that each copy takes once.
//
// age-encryption imports these for keys that controlled copies never use; they would double the size.
const STUBS = {
  "@noble/post-quantum/hybrid.js": `
    const refuse = () => { throw new Error("post-quantum keys are not supported by this reader"); };
    const kem = { getPublicKey: refuse, encapsulate: refuse, decapsulate: refuse };
    export const MLKEM768X25519 = kem, MLKEM768P256 = kem;`,
  "@noble/curves/nist.js": `
    const refuse = () => { throw new Error("P-256 keys are not supported by this reader"); };
    export const p256 = { get lengths() { return refuse(); }, get Point() { return refuse(); },
      get utils() { return refuse(); }, getPublicKey: refuse, getSharedSecret: refuse };`,
};

const stubUnusedKeyTypes = {
  name: "stub-unused-key-types",
  setup(bundler) {
    bundler.onResolve({ filter: /^@noble\/(post-quantum|curves)\// }, (request) =>
      request.path in STUBS ? { path: request.path, namespace: "stub" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "stub" }, (request) => ({ contents: STUBS[request.path] }));
  },
};

const NOTICE =
  "/*! terkawal reader (MIT OR Apache-2.0). Contains age-encryption (BSD-3-Clause), " +
  "@noble/ciphers, @noble/curves, @noble/hashes, @scure/base, nanotar (MIT). */";

const SEARCH_NOTICE = "/*! terkawal search (MIT OR Apache-2.0). Contains @orama/stemmers (Apache-2.0), made from Snowball (BSD-3-Clause). */";

/** The same for the bar of the preview. */
export const PREVIEW_SIZE_LIMIT = 12_000;

const PREVIEW_NOTICE = "/*! terkawal preview (MIT OR Apache-2.0). */";

/** The bar of the preview; see {@link bundleReader}. */
const bundlePreview = () => bundleReader({ entryPoints: ["src/preview/bar.ts"], banner: { js: PREVIEW_NOTICE } });

/** Name and entry point of each search script. */
const SEARCHES = { "search-site": "on-site", "search-reader": "in-reader" };

/** A search script; see {@link bundleReader}. */
const bundleSearch = (entry) => bundleReader({ entryPoints: [`src/search/${entry}.ts`], banner: { js: SEARCH_NOTICE } });

/** Returns the bundled script as text; throws when it could not stand in a page. */
export async function bundleReader(options = {}) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ["src/main.ts"],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "ascii",
    legalComments: "none",
    banner: { js: NOTICE },
    plugins: [stubUnusedKeyTypes],
    logLevel: "warning",
    ...options,
  });
  const script = result.outputFiles[0].text;
  if (/<\/script|<!--/i.test(script)) throw new Error("the bundle holds text that would break out of its script element");
  if (/[^\x00-\x7f]|\r/.test(script)) throw new Error("the bundle is not plain ASCII with LF line ends");
  return { script, metafile: result.metafile };
}

async function write(name, script, limit, target) {
  if (script.length > limit) {
    console.error(`${name}: ${script.length} bytes, more than the ${limit} allowed`);
    process.exit(1);
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.part`, script);
  await rename(`${target}.part`, target);
  console.log(`${name}: ${script.length} bytes, ${target}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const target = resolve(process.argv[2] ?? `${here}/dist/reader.js`);
  await write("reader", (await bundleReader()).script, SIZE_LIMIT, target);
  for (const [name, entry] of Object.entries(SEARCHES)) {
    await write(name, (await bundleSearch(entry)).script, SEARCH_SIZE_LIMIT, `${dirname(target)}/${name}.js`);
  }
  await write("preview", (await bundlePreview()).script, PREVIEW_SIZE_LIMIT, `${dirname(target)}/preview.js`);
}
