// What the scripts share: a wallet that signs, and a result that the caller reads.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Keypair } from "@solana/web3.js";

/** The wallet whose 64 bytes stand on standard input, as in the Solana CLI's keypair files. */
export function wallet() {
  return Keypair.fromSecretKey(Uint8Array.from(JSON.parse(readFileSync(0, "utf8"))));
}

/** Sends a signed transaction and waits until it is confirmed. */
export async function send(connection, transaction) {
  const signature = await connection.sendRawTransaction(transaction.serialize());
  for (let tries = 0; tries < 150; tries += 1) {
    const { value } = await connection.getSignatureStatuses([signature]);
    if (value[0]?.err) throw new Error(`${signature} failed: ${JSON.stringify(value[0].err)}`);
    if (["confirmed", "finalized"].includes(value[0]?.confirmationStatus)) return signature;
    await sleep(200);
  }
  throw new Error(`${signature} was not confirmed within 30 s`);
}

/** Prints a script's result as one line of JSON. */
export function result(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
