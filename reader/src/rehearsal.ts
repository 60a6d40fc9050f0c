// Running the heavy loops over zeros while the holder types: browsers compile what has run for a while, and a copy of
// ordinary size would be opened before they do.

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64 } from "./opening";

/** Bytes of one step, as in a piece of an age payload; a step must be short, for a job may come in between. */
const STEP = 65_536;
const ROUNDS = 12;
/** No longer than this, in milliseconds, where a policy forbids browsers to compile. */
const LONGEST = 500;

/** Goes through the loops step by step, until told to stop. */
export async function rehearse(stop: AbortSignal): Promise<void> {
  const zeros = new Uint8Array(STEP);
  const text = "A".repeat(STEP);
  const steps = [
    () => chacha20poly1305(zeros.subarray(0, 32), zeros.subarray(0, 12)).encrypt(zeros),
    () => sha256(zeros),
    () => decodeBase64(text, ""),
  ];
  // Where WebCrypto is withheld, age-encryption computes X25519 itself.
  if (!isSecureContext) steps.push(() => x25519.getPublicKey(zeros.subarray(0, 32)));
  const until = performance.now() + LONGEST;
  for (let round = 0; round < ROUNDS; round++) {
    for (const step of steps) {
      if (stop.aborted || performance.now() > until) return;
      step();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}
