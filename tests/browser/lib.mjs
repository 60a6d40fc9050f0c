// What the browser tests share: the built program, its output for the sample plan, a static server, a browser.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { forward, hosted } from "./host.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { chromium } = createRequire(join(root, "reader/package.json"))("playwright-core");

/** The reader's own packages, as the page itself uses them. */
export const readerPackage = (name) => import(pathToFileURL(join(root, "reader/node_modules", name, "dist/index.js")).href);

const firstOf = (paths) => paths.find((path) => path && existsSync(path));
const onPath = (...names) => names.flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name)));
const chromiumBinary = firstOf([process.env.CHROMIUM, ...onPath("chromium", "chromium-browser", "google-chrome")]);
export const firefoxBinary = firstOf([process.env.FIREFOX, ...onPath("firefox-esr", "firefox")]);
export const hasTool = (name) => firstOf(onPath(name)) !== undefined;

/** False, or why tests in Chromium are left out. */
export const noChromium = chromiumBinary ? false : "skipped: Chromium is not installed";
if (noChromium) console.log(noChromium);

const folders = [];
process.on("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })));
/** A temporary folder that goes with the process. */
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "terkawal-browser-"));
  folders.push(folder);
  return folder;
}

/** Runs the built program and returns what it prints. Keys and slips go to a folder of this run. */
let home;
export function terkawal(...args) {
  home ??= temporary();
  const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/terkawal");
  assert.ok(existsSync(binary), `${binary} is missing: run cargo build`);
  const run = spawnSync(binary, args, { cwd: root, encoding: "utf8", env: { ...process.env, TERKAWAL_HOME: home } });
  assert.equal(run.status, 0, `terkawal ${args.join(" ")}: ${run.error ?? run.stderr.slice(0, 600)}`);
  return run.stdout;
}

let built;
/** The draft of the sample plan, built once: `{ site, copies, numbers }`. */
export function sample() {
  if (built) return built;
  const output = join(temporary(), "output");
  terkawal("-q", "build", "-o", output);
  const copies = join(output, "copies/1.0");
  const numbers = readdirSync(copies).flatMap((name) => /^salinan-(.+)\.html$/.exec(name)?.[1] ?? []).sort();
  return (built = { output, site: join(output, "site"), copies, numbers });
}

const passphraseFile = (number) => join(root, `distribution/demo/${number}.passphrase`);
export const passphraseOf = (number) => readFileSync(passphraseFile(number), "utf8").trim();
/** The address of a one-file copy. */
export const copyUrl = (number) => pathToFileURL(join(sample().copies, `salinan-${number}.html`)).href;
/** Words of the page in Malay, out of the theme's messages. */
export function word(key) {
  const files = ["reader.ftl", "site.ftl"].map((name) => join(root, "themes/default/messages/ms", name)).filter(existsSync);
  const line = files.flatMap((path) => readFileSync(path, "utf8").split("\n")).find((line) => line.startsWith(`${key} = `));
  assert.ok(line, `no message ${key}`);
  return line.slice(key.length + 3);
}

const openings = new Map();
/** A copy as `terkawal open` gives it, without a browser: `{ report, facts, html }`, `html` by section id. */
export function openedWithoutBrowser(number) {
  if (openings.has(number)) return openings.get(number);
  const to = join(temporary(), "opened");
  const report = JSON.parse(
    terkawal("--format", "json", "open", join(sample().copies, `salinan-${number}.html`), "--passphrase-file", passphraseFile(number), "--to", to),
  );
  const facts = JSON.parse(readFileSync(join(to, "bundle.json"), "utf8"));
  const html = Object.fromEntries(facts.sections.map(({ id, file }) => [id, readFileSync(join(to, file), "utf8")]));
  const opened = { report, facts, html };
  openings.set(number, opened);
  return opened;
}

/** Stretches of running text in a section's file, long enough to be its own. */
export function piecesOf(html) {
  const main = /<main>([\s\S]*)<\/main>/.exec(html)[1];
  return main.split(/<[^>]+>/).map((piece) => piece.replace(/\s+/g, " ").trim()).filter((piece) => piece.length >= 20 && !piece.includes("&"));
}

/** Every sequence of `length` words in a text or in HTML, attributes included. */
export function sequencesOf(text, length = 5) {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(0, words.length - length + 1).map((_, i) => words.slice(i, i + length).join(" ")));
}

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".age": "application/octet-stream",
};
/**
 * Serves a folder on 127.0.0.1: `{ port, requests, close }`. Requests are logged whole. A site as it was built is answered by
 * the host that TERKAWAL_HOST names, with its headers: `serve` (the default), which is `terkawal serve`, or `nginx` with the
 * configuration in `hosting/`; other folders, and files that are changed, by a few lines here.
 *
 * @param change - what the server does to a file: given its path and bytes, returns other bytes, or null for "not found"
 */
export async function serve(folder, change) {
  const requests = [];
  const isSite = !change && existsSync(join(folder, "versions/manifest.json"));
  const host = isSite ? await hosted(folder) : null;
  const server = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url, text: JSON.stringify([request.url, request.headers]) });
    request.resume();
    // Browsers ask every server for an icon.
    if (request.url === "/favicon.ico") return void response.writeHead(204).end();
    if (host) return void forward(request, response, host.port);
    try {
      const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
      const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
      assert.ok(file.startsWith(folder + sep));
      const found = readFileSync(file);
      const data = change ? change(path, found) : found;
      assert.ok(data);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(data);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = async () => {
    await new Promise((done) => (server.close(done), server.closeAllConnections()));
    await host?.close();
  };
  return { port: server.address().port, requests, close };
}

let browser;
/** Chromium, started when first needed; {@link closeBrowser} ends it. */
async function started() {
  return (browser ??= await chromium.launch({
    executablePath: chromiumBinary,
    // Leaving a page and coming back must be tried with the cache that real browsers have.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP intranet.test 127.0.0.1",
    ],
  }));
}
export const closeBrowser = async () => (await browser?.close(), (browser = undefined));

/**
 * Runs with a fresh page of a fresh profile. Fails on every page error and every console warning or error, violations of
 * the page's policy among them, but those that `expected` matches.
 */
export async function withPage(run, { expected = null, ...options } = {}) {
  const context = await (await started()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const problems = [];
  context.on("weberror", (error) => problems.push(String(error.error())));
  context.on("console", (message) => {
    const text = `${message.type()}: ${message.text()}`;
    if (["error", "warning", "assert"].includes(message.type()) && !expected?.test(text)) problems.push(text);
  });
  try {
    const page = await context.newPage();
    const result = await run(page, context);
    assert.deepEqual(problems, []);
    return result;
  } finally {
    await context.close();
  }
}

export const reaches = (page, state) => page.waitForFunction((state) => document.body.dataset.reader === state, state);
export const submit = (page) => page.click(".reader-submit");
/** Types a passphrase, and waits until the copy is open. */
export async function unlock(page, passphrase) {
  await page.fill("#reader-passphrase", passphrase);
  await submit(page);
  await opened(page);
}
/** Waits until the copy is open; a failure is told with its own words. */
export async function opened(page) {
  await page.waitForFunction(() => document.body.dataset.reader === "open" || document.querySelector("#reader-status[data-error]"));
  assert.equal(await page.evaluate(() => document.querySelector("#reader-status[data-error]")?.textContent ?? ""), "");
}
/** Waits for a failure and returns its code and words; the page must be locked. */
export async function refusal(page) {
  await page.waitForSelector("#reader-status[data-error]");
  await reaches(page, "locked");
  return page.$eval("#reader-status", (status) => ({ code: status.dataset.error, text: status.textContent }));
}
/** Brings every section into the page, as printing does. */
export async function insertAll(page) {
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".reader-waiting").count(), 0);
}
export const outerHtml = (page) => page.evaluate(() => document.documentElement.outerHTML);
/** The holder's own key file, out of the copy's holder.age. */
export async function keyFileOf(number) {
  const { Decrypter } = await readerPackage("age-encryption");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphraseOf(number));
  const text = await decrypter.decrypt(readFileSync(join(sample().site, "1.0/copies", number, "holder.age")), "text");
  return { name: `${number}.key`, mimeType: "text/plain", buffer: Buffer.from(text) };
}

/** Follows a link and waits until the browser is there. */
export async function follow(page, selector) {
  const before = page.url();
  await page.click(selector);
  await page.waitForURL((url) => url.href !== before);
}
