// A small plan as the generator would publish it, sealed with stock tools (age, tar, gzip), with all text made up here.

import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const theme = join(here, "../../themes/default");

export const PLAN = "MPC/UJI/01";
export const VERSION = "1.0";
export const COPIES = ["01", "02", "03-01", "03-02", "04", "05", "06"];
/** Sealed sections: enough, and long enough, that most lie far below the window. */
export const SEALED = Array.from({ length: 30 }, (_, i) => `s${String(i + 4).padStart(3, "0")}`);

export const sha256 = (data, encoding = "hex") => createHash("sha256").update(data).digest(encoding);

/** A passphrase as the contract defines it; written apart from the reader, so that the two check each other. */
export function makePassphrase(copy) {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const random = Array.from({ length: 23 }, () => randomInt(32));
  const sequence = [...copy.replace("-", "")].map(Number).concat(random);
  let sum = 0;
  for (let i = sequence.length - 1, double = true; i >= 0; i--, double = !double) {
    const a = double ? 2 * sequence[i] : sequence[i];
    sum += (a >> 5) + (a & 31);
  }
  const body = [...random, (32 - (sum % 32)) % 32].map((v) => alphabet[v]).join("");
  return [copy, body.slice(0, 6), body.slice(6, 12), body.slice(12, 18), body.slice(18)].join("-");
}

export async function makeIdentity() {
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}

export const keyFileText = (identity, copy) =>
  `# terkawal holder key\n${copy ? `# copy: ${copy}\n` : ""}# public key: ${identity.recipient}\n${identity.secret}\n`;

/** Encrypts with the age command. */
export const ageTo = (recipient, data) => execFileSync("age", ["-r", recipient], { input: data, maxBuffer: 1 << 28 });

export async function ageUnder(passphrase, data, workFactor = 15) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return Buffer.from(await encrypter.encrypt(data));
}

export function tarGz(files) {
  const dir = mkdtempSync(join(tmpdir(), "bundle-"));
  try {
    for (const [name, data] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), data);
    }
    const tar = execFileSync("tar", ["--format=ustar", "--sort=name", "-C", dir, "-cf", "-", ...Object.keys(files)], { maxBuffer: 1 << 28 });
    return execFileSync("gzip", ["-n"], { input: tar, maxBuffer: 1 << 28 });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR42mMQierBgxhGpbEhAPZ0YakLmur0AAAAAElFTkSuQmCC", "base64");

const WIDE_PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAABQAAAAKCAIAAAA7N+mxAAAAFUlEQVR42mPoiRIhGzGMah7VTAgBACAZw1FGj7y2AAAAAElFTkSuQmCC", "base64");

const page = (title, body) => `<!DOCTYPE html>
<html lang="ms"><head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="../assets/copy.css"></head>
<body><header class="band">TERHAD</header>
<main>${body}</main></body></html>`;

const PARAGRAPH =
  "<p>Pasukan yang bertugas menyemak senarai peralatan setiap minggu dan mencatatkan hasilnya dalam buku log. " +
  "Sebarang kekurangan dilaporkan pada hari yang sama kepada ketua pasukan.</p>\n";

/** What a section says when it is open; the token is unique to it. */
export const tokenOf = (id) => `TOKEN${id.replace(/\W/g, "").toUpperCase()}`;
export const titleOf = (id) => `Tajuk terkawal ${id}`;

function sectionHtml(id) {
  const special = {
    s004: `<p>Lihat <a id="s004-link" href="s030.html#s030-jadual">bahagian lain</a>, <a id="s004-whole" href="s029.html">keseluruhan</a>
      dan <a id="s004-out" href="https://example.org/">laman luar</a>.</p>
      <img id="s004-image" alt="Gambar" src="../assets/a001.png"><img id="s004-lost" alt="Tiada" src="../assets/none.png">
      <img alt="Jauh" id="s004-remote" src="https://example.org/x.png">
      <table><tr><td id="s004-cell" align="right">42</td></tr></table>`,
    s005: `<script>window.hostile = 1</script><img id="s005-img" src="x" onerror="window.hostile = 2" alt="x">
      <meta http-equiv="refresh" content="0;url=https://example.org/"><base href="https://example.org/"><iframe src="about:blank"></iframe>
      <form action="https://example.org/"><input name="p"><button>Hantar</button></form><object data="x"></object><embed src="x">
      <style>body { display: none }</style><link rel="stylesheet" href="x.css"><p id="unlock" style="color: red">Teks</p>
      <a id="s005-js" href="javascript:window.hostile=3">x</a><a id="s005-data" href="data:text/html,x">y</a><a id="s005-rel" href="../../x.txt">z</a>
      <svg><use href="https://example.org/x.svg#a"/><animate attributeName="href" to="x"/><a id="s005-svg" xlink:href="javascript:window.hostile=4">z</a></svg>`,
    s030: `<h2 id="s030-jadual">Jadual</h2>`,
    s033: `<img alt="Rajah" src="../assets/a002.png">`,
  };
  return page(titleOf(id), `<h1>${titleOf(id)}</h1>\n<p>${tokenOf(id)}</p>\n${special[id] ?? ""}\n${PARAGRAPH.repeat(12)}`);
}

/** Sections of a bundle; all sealed ones but those left out. */
export function bundleSections(without = []) {
  const whole = SEALED.filter((id) => !without.includes(id)).map((id, i) => ({
    id, number: `2.${i + 1}`, title: titleOf(id), classification: "TERHAD", file: `sections/${id}.html`,
  }));
  return [
    { id: "s003-b1", within: "s003", number: null, title: "", classification: "TERHAD", file: "sections/s003-b1.html" },
    { id: "distribution", number: null, title: "Senarai edaran", classification: "TERHAD", file: "sections/distribution.html" },
    { id: "figures", number: null, title: "Senarai rajah", classification: "TERHAD", file: "sections/figures.html" },
    ...whole,
  ];
}

export function bundleJson(copy, changes = {}) {
  return {
    type: "terkawal-bundle", format: 1, plan: PLAN, title: "Pelan Ujian", version: VERSION, draft: true, copy, generation: 1,
    holder: { name: null, post: `Pemegang ${copy}` }, classification: "SULIT", issued: "2026-11-01", valid_until: null,
    sections: bundleSections(["s017"]), ...changes,
  };
}

export function bundleFiles(json) {
  const files = { "bundle.json": JSON.stringify(json), "index.html": page("Salinan", "<p>Mula</p>"), "assets/a001.png": PNG, "assets/a002.png": WIDE_PNG, "assets/copy.css": "", padding: randomBytes(3000) };
  for (const { id, file } of json.sections) {
    files[file] =
      id === "distribution" ? page("Senarai edaran", `<h1>Senarai edaran</h1><p>${tokenOf(id)}</p>`)
      : id === "figures" ? page("Senarai rajah", `<h2 class="heading">Senarai rajah</h2><p>${tokenOf(id)}</p>`)
      : id === "s003-b1" ? page("", `<p>${tokenOf(id)}</p>`)
      : sectionHtml(id);
  }
  return files;
}

/** copy.json for these files. */
export function copyJson(copy, files, changes = {}) {
  return {
    type: "terkawal-copy", format: 1, plan: PLAN, title: "Pelan Ujian", version: VERSION, draft: true, copy, generation: 1,
    issued: "2026-11-01", valid_until: null,
    files: Object.fromEntries(Object.entries(files).map(([name, data]) => [name, { size: data.length, sha256: sha256(data) }])),
    ...changes,
  };
}

/** Seals one copy: `{ copy, passphrase, identity, json, files }`. */
export async function sealCopy(copy, { bundle = {}, json = {}, passphrase = makePassphrase(copy), identity, holderCopy = copy } = {}) {
  identity ??= await makeIdentity();
  const copyKey = await makeIdentity();
  const facts = bundleJson(copy, bundle);
  const files = {
    ...(passphrase && { "holder.age": await ageUnder(passphrase, keyFileText(identity, holderCopy)) }),
    "key.age": ageTo(identity.recipient, `${copyKey.secret}\n`),
    "bundle.age": ageTo(copyKey.recipient, tarGz(bundleFiles(facts))),
  };
  const { valid_until, generation } = facts;
  return { copy, passphrase, identity, copyKey, files, json: copyJson(copy, files, { valid_until, generation, ...json }) };
}

/** The reader's words out of the theme's Fluent file, as the generator hands them over. */
export function readWords(language = "ms") {
  const words = {};
  for (const line of readFileSync(join(theme, "messages", language, "reader.ftl"), "utf8").split("\n")) {
    const entry = /^(reader-[a-z-]+) = (.*)$/.exec(line);
    if (entry) words[entry[1]] = entry[2].replace(/\{ \$(\w+) \}/g, "{$1}");
  }
  return words;
}

const SITE_CSS = `body { margin: 0; font: 16px/1.6 system-ui, sans-serif; color: var(--reader-ink); background: var(--reader-paper) }
main, nav { max-width: 46rem; margin: 0 auto; padding: 0 1rem } .band { text-align: center; font-weight: bold } .section { margin: 2rem 0 }
img { max-width: 100% } @media print { nav { display: none } }`;

const escapeJson = (value) => JSON.stringify(value).replace(/</g, "\\u003c");

/** The shell of the contract, with its content security policy. `copy` makes it a one-file copy. */
export function shellHtml({ script, copy = null, language = "ms", body = "", site = {}, csp, embedded }) {
  const css = SITE_CSS + readFileSync(join(theme, "styles/reader.css"), "utf8");
  const hash = (text) => `'sha256-${sha256(text, "base64")}'`;
  const own = copy ? "" : "'self' ";
  csp ??=
    `default-src 'none'; script-src ${own}${hash(script)}; style-src ${own}${hash(css)}; img-src ${own}data:; worker-src blob:; ` +
    `connect-src ${copy ? "'none'" : "'self'"}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types terkawal`;
  const sealed = SEALED.map((id, i) => `<section class="section sealed" id="${id}"><h2 class="heading"><span class="number">2.${i + 1}</span> 🔒</h2></section>`).join("\n");
  const nav = SEALED.map((id, i) => `<li><a href="#${id}" data-section="${id}"><span class="number">2.${i + 1}</span> <span class="title">🔒</span></a></li>`).join("\n");
  const facts = { plan: PLAN, title: "Pelan Ujian", version: VERSION, draft: true, language, copies: COPIES, copies_path: "../copies/", ...site };
  const members = embedded ?? (copy ? { ...copy.files } : {});
  const blocks = copy
    ? `<script type="application/json" id="terkawal-copy">${escapeJson(copy.json)}\n</script>\n` +
      Object.entries(members).map(([name, data]) => `<script type="text/plain" id="terkawal-${name}">${data.toString("base64")}</script>`).join("\n")
    : "";
  return `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<title>Pelan Ujian</title><style>${css}</style></head>
<body class="reader" data-mode="${copy ? "file" : "site"}" ${body}>
<header class="band">TERHAD</header>
<nav id="contents"><ol><li><a href="#s001" data-section="s001"><span class="number">1.0</span> <span class="title">Pengenalan</span></a></li>
${nav}<li hidden><a href="#figures" data-section="figures"><span class="number"></span> <span class="title"></span></a></li>
<li hidden><a href="#tables" data-section="tables"><span class="number"></span> <span class="title"></span></a></li>
</ol></nav>
<div id="unlock"></div>
<main id="document">
<section class="section" id="s001" data-open><h2 class="heading"><span class="number">1.0</span> Pengenalan</h2><p>Bahagian terbuka.</p></section>
<section class="section" id="s003" data-open><h2 class="heading"><span class="number">1.1</span> Bercampur</h2><p>Sebelum.</p><div class="hole" data-hole id="s003-b1">Petikan terkawal</div><p>Selepas.</p></section>
<section class="section" id="distribution" data-open><h2 class="heading">Senarai edaran</h2><p>Nombor sahaja.</p></section>
<section class="section sheet" id="figures" hidden></section>
<section class="section sheet" id="tables" hidden></section>
${sealed}
</main>
<script type="application/json" id="terkawal-site">${escapeJson(facts)}</script>
<script type="application/json" id="terkawal-words">${escapeJson(readWords(language))}</script>
${blocks}
<script id="terkawal-reader">${script}</script>
</body></html>`;
}

/** Writes one copy's folder as it lies on the site. */
export function writeCopyFolder(dir, copy) {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "copy.json"), JSON.stringify(copy.json));
  for (const [name, data] of Object.entries(copy.files)) writeFileSync(join(dir, name), data);
}
