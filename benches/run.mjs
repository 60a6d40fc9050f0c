// What every measurement shares: running programs by the clock and by their own CPU time, medians, peers.

import { spawnSync } from "node:child_process";

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Runs a program to its end; a failure stops the measurement with the program's own words. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: "utf8", ...options });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.error ?? done.stderr}`);
  return done.stdout;
}

/** Seconds by the clock and on processors, without the time that it takes Node to start a process. */
function timed(program, args) {
  const script = 'exec 3>&2; TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&3';
  const done = spawnSync("bash", ["-c", script, "bash", program, ...args], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  if (done.status !== 0) throw new Error(`${program}: ${done.error ?? done.stderr}`);
  const [wall, user, system] = done.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { wall, cpu: user + system };
}

/** Medians of several runs of each command, in turn, so that a busy machine slows all of them alike. */
export function interleaved(rounds, commands) {
  const names = Object.keys(commands);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const spent = timed(...commands[name]);
      // The first round warms the caches.
      if (round > 0) runs[name].push(spent);
    }
  }
  const middle = (name, key) => median(runs[name].map((spent) => spent[key]));
  return Object.fromEntries(names.map((name) => [name, { wall: middle(name, "wall"), cpu: middle(name, "cpu") }]));
}
