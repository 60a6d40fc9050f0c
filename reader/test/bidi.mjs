// Just enough WebDriver BiDi to drive a stock Firefox: start it, speak to it over a websocket, end it.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";

/** Starts Firefox with a fresh profile; returns `{ send, evaluate, close }` for one tab. */
export async function startFirefox(binary) {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  writeFileSync(join(profile, "user.js"), [
    ["browser.shell.checkDefaultBrowser", false], ["datareporting.policy.dataSubmissionEnabled", false], ["app.update.auto", false],
    ["toolkit.telemetry.enabled", false], ["browser.startup.page", 0],
    ["network.dns.localDomains", "intranet.test"],
  ].map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`).join(""));
  const child = spawn(binary, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, MOZ_HEADLESS: "1", HOME: profile },
  });
  const close = async () => {
    child.kill();
    await new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once("exit", resolve)));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = await new Promise((resolve, reject) => {
      let said = "";
      const timer = setTimeout(() => reject(new Error(`Firefox did not listen: ${said}`)), 60_000);
      child.once("error", reject);
      child.stderr.on("data", (chunk) => {
        said += chunk;
        const match = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
        if (match) (clearTimeout(timer), resolve(match[1]));
      });
    });
    const socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    let last = 0;
    const waiting = new Map();
    socket.on("message", (data) => {
      const reply = JSON.parse(data);
      const [resolve, reject] = waiting.get(reply.id) ?? [];
      waiting.delete(reply.id);
      if (reply.type === "error") reject?.(new Error(`${reply.error}: ${reply.message}`));
      else resolve?.(reply.result);
    });
    const send = (method, params = {}) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, [resolve, reject]);
        socket.send(JSON.stringify({ id: last, method, params }));
      });
    await send("session.new", { capabilities: {} });
    const { context } = await send("browsingContext.create", { type: "tab" });
    /** The JSON value of an expression in the page, promises awaited. */
    const evaluate = async (expression) => {
      const reply = await send("script.evaluate", {
        expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`, target: { context }, awaitPromise: true, userActivation: true,
      });
      if (reply.type === "exception") throw new Error(reply.exceptionDetails.text);
      return JSON.parse(reply.result.value);
    };
    return { send: (method, params = {}) => send(method, { context, ...params }), evaluate, close: async () => (socket.close(), close()) };
  } catch (error) {
    await close();
    throw error;
  }
}
