// The programs that host a site: `terkawal serve`, and nginx with the configuration that is shipped.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { request as ask } from "node:http";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const ended = (child) => new Promise((done) => (child.exitCode === null ? child.once("exit", done) : done()));

/** nginx, or undefined where it is not installed. */
export const nginxBinary = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"].map((folder) => join(folder, "nginx")).find(existsSync);

/** Passes a request on as it is, and the answer back as it is. */
export function forward(request, response, port) {
  const { method, url, headers } = request;
  const onward = ask({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end();
}

/** A draft site in the hands of the program that TERKAWAL_HOST names: `{ port, close }`. */
export function hosted(folder, name = process.env.TERKAWAL_HOST ?? "serve") {
  assert.ok(["serve", "nginx"].includes(name), `TERKAWAL_HOST=${name}`);
  return name === "nginx" ? withNginx(folder) : withServe(folder);
}

/** `terkawal serve`; `program` is the debug build unless another is named. */
export async function withServe(folder, args = ["--allow-unsigned"], program = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/terkawal")) {
  const child = spawn(program, ["serve", folder, "--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise((found, failed) => {
    lines.on("line", (line) => /:\/\/127\.0\.0\.1:(\d+)\//.exec(line) && found(Number(RegExp.$1)));
    child.once("exit", (code) => failed(new Error(`terkawal serve ends with ${code}`)));
  });
  return { port, pid: child.pid, close: () => (child.kill("SIGTERM"), ended(child)) };
}

/** nginx; `main` are further lines of its main context. */
export async function withNginx(folder, main = "worker_processes 1;") {
  assert.ok(nginxBinary, "nginx is not installed");
  const port = await new Promise((done) => {
    const free = createServer().listen(0, "127.0.0.1", () => {
      const { port } = free.address();
      free.close(() => done(port));
    });
  });
  const work = mkdtempSync(join(tmpdir(), "terkawal-nginx-"));
  let shipped = readFileSync(join(root, "hosting/nginx/terkawal.conf"), "utf8");
  for (const [old, other] of [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["root /srv/terkawal/public;", `root ${folder};`],
    ["access_log /var/log/nginx/terkawal.log terkawal;", `access_log ${work}/access.log terkawal;`],
  ]) {
    assert.ok(shipped.includes(old), old);
    shipped = shipped.replace(old, other);
  }
  writeFileSync(join(work, "terkawal.conf"), shipped);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${work}/${kind};`).join(" ");
  // As root, workers would be a user who may not enter a temporary folder.
  const user = process.getuid() === 0 ? "user root;" : "";
  writeFileSync(
    join(work, "nginx.conf"),
    `${user} daemon off; pid ${work}/pid; error_log ${work}/error.log; ${main}\nevents { worker_connections 4096; }\nhttp { ${paths} include ${work}/terkawal.conf; }\n`,
  );
  const child = spawn(nginxBinary, ["-p", work, "-c", "nginx.conf", "-e", "error.log"], { stdio: ["ignore", "inherit", "inherit"] });
  process.once("exit", () => child.kill("SIGTERM"));
  const answers = () =>
    new Promise((done) => {
      const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
      socket.on("error", () => done(false));
    });
  while (!(await answers())) assert.equal(child.exitCode, null, "nginx ends");
  const close = async () => {
    child.kill("SIGTERM");
    await ended(child);
    rmSync(work, { recursive: true, force: true });
  };
  return { port, pid: child.pid, close };
}
