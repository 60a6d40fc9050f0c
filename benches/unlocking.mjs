// Time to open a copy in Chromium: from the click to the first section on screen, and until all are in the page. The click
// comes a second after the panel was touched, since nobody fills it in faster; and, as "hasty", at once.

import { pathToFileURL } from "node:url";
import { closeBrowser, noChromium, serve, withPage } from "../tests/browser/lib.mjs";
import { median } from "./run.mjs";

const RUNS = 7;
/** From the first touch of the panel to the click, in milliseconds. */
const FILLING_IN = 1000;

/** Clicks, and waits for the frame that shows the first section. */
function open() {
  return new Promise((done, fail) => {
    const start = performance.now();
    const observer = new MutationObserver(() => {
      const error = document.querySelector("#reader-status[data-error]");
      if (error) return fail(new Error(error.textContent));
      if (document.body.dataset.reader !== "open" || !document.querySelector(".reader-inserted")) return;
      observer.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => done(performance.now() - start)),
      );
    });
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true });
    document.querySelector(".reader-submit").click();
  });
}

/** Brings in every section, as printing does. */
function insertAll() {
  const start = performance.now();
  dispatchEvent(new Event("beforeprint"));
  if (document.querySelector(".reader-waiting")) throw new Error("sections are missing");
  document.body.getBoundingClientRect();
  return performance.now() - start;
}

/** Milliseconds on processors of the processes that show pages. */
async function processorTime(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return 1000 * processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

const attempt = (url, { number, passphrase, key }, fillingIn) =>
  withPage(async (page, context) => {
    const session = await context.browser().newBrowserCDPSession();
    await page.goto(url);
    if (await page.locator("#reader-copy").count()) await page.selectOption("#reader-copy", number);
    if (passphrase) await page.fill("#reader-passphrase", passphrase);
    else await page.setInputFiles("#reader-key-file", { name: "holder.key", mimeType: "text/plain", buffer: Buffer.from(key) });
    await page.focus(passphrase ? "#reader-passphrase" : "#reader-key-file");
    await page.waitForTimeout(fillingIn);
    const before = await processorTime(session);
    const first = await page.evaluate(open);
    const cpu = (await processorTime(session)) - before;
    return { first, cpu, all: first + (await page.evaluate(insertAll)) };
  });

/**
 * Medians in milliseconds, or null without Chromium.
 *
 * @param site - folder of the built site, served over plain http
 * @param read - path of the reading page in it
 * @param fileOf - path of the one-file copy with a number
 * @param holders - `{ key: { number, key }, passphrase: { number, passphrase } }`
 */
export async function unlocking(site, read, fileOf, holders) {
  if (noChromium) return null;
  const server = await serve(site);
  const figures = {};
  try {
    for (const [way, holder] of Object.entries(holders)) {
      const places = {
        file: pathToFileURL(fileOf(holder.number)).href,
        site: `http://intranet.test:${server.port}/${read}`,
      };
      const runs = { file: [], site: [] };
      for (let i = 0; i < RUNS; i++) {
        for (const [place, url] of Object.entries(places)) {
          const { first: hasty } = await attempt(url, holder, 0);
          runs[place].push({ ...(await attempt(url, holder, FILLING_IN)), hasty });
        }
      }
      figures[way] = Object.fromEntries(
        Object.entries(runs).map(([place, times]) => [
          place,
          Object.fromEntries(["first", "cpu", "all", "hasty"].map((until) => [until, median(times.map((time) => time[until]))])),
        ]),
      );
    }
  } finally {
    await closeBrowser();
    await server.close();
  }
  return figures;
}
