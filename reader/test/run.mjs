// Runs everything: types, bundle, pure parts, Chromium, Firefox. `node test/run.mjs unit` runs only the named suites.

import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SIZE_LIMIT, bundleReader } from "../build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "out");
const wanted = process.argv.slice(2);

const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", cwd: join(here, "..") });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
};

run(process.execPath, [join(here, "../node_modules/typescript/bin/tsc"), "--noEmit"]);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { script } = await bundleReader();
if (script.length > SIZE_LIMIT) throw new Error(`the reader is ${script.length} bytes`);
writeFileSync(join(out, "reader.js"), script);

// The pure modules as the tests import them.
const modules = ["passphrase", "keyfile", "copy", "dates", "agefile", "opening", "bundle", "content", "pagebox", "watermark", "errors", "shell", "search/words", "search/engine", "search/memory"];
await build({
  stdin: { contents: modules.map((name) => `export * from "./${name}";`).join("\n"), resolveDir: join(here, "../src"), loader: "ts" },
  bundle: true, format: "esm", platform: "node", target: "es2022", packages: "external", outfile: join(out, "units.mjs"), logLevel: "warning",
});

const suites = readdirSync(here).filter((name) => name.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((w) => name.startsWith(w))));
if (suites.length === 0) throw new Error("no such suite");
run(process.execPath, ["--test", "--test-concurrency=1", ...suites.map((name) => join(here, name))]);
