// Opens a card with @dialectlabs/blinks-core, the library that renders blinks, fills in a button's parameters, presses it, signs
// and sends what comes, and follows to the card after it:
//   node blink.mjs RPC_URL CARD_URL BUTTON_LABEL '{"parameter": "value"}' < KEYPAIR_FILE
// Prints {title, icon, supported, buttons, signature, message, next}, or {refused} where the server refuses.

import { BlinkInstance, FormActionComponent, SingleValueActionComponent } from "@dialectlabs/blinks-core";
import { Connection, VersionedTransaction } from "@solana/web3.js";
import { result, send, wallet } from "./wallet.mjs";

const [rpc, card, label, values] = process.argv.slice(2);
const connection = new Connection(rpc, "confirmed");
const signer = wallet();

const blink = await BlinkInstance.fetch(card);
const genesis = await connection.getGenesisHash();
const adapter = { metadata: { supportedBlockchainIds: [`solana:${genesis.slice(0, 32)}`] } };
const { isSupported } = await blink.isSupported(adapter);
const button = blink.actions.find((action) => action.label === label);
if (!button) throw new Error(`no button ${label} among: ${blink.actions.map((action) => action.label).join(", ")}`);
for (const [name, value] of Object.entries(JSON.parse(values ?? "{}"))) {
  if (button instanceof SingleValueActionComponent) button.setValue(value);
  else if (button instanceof FormActionComponent) button.setValue(value, name);
  else throw new Error(`the button ${label} has no parameter ${name}`);
}

// It throws what the server refuses with.
const answer = await button.post(signer.publicKey.toBase58()).catch(({ message }) => ({ refused: message }));
if (answer.refused) {
  result(answer);
} else {
  const transaction = VersionedTransaction.deserialize(Buffer.from(answer.transaction, "base64"));
  transaction.sign([signer]);
  const signature = await send(connection, transaction);
  const next = await blink.chain(answer.links.next);
  result({
    title: blink.title,
    icon: blink.icon,
    supported: isSupported,
    buttons: blink.actions.map((action) => action.label),
    signature,
    message: answer.message,
    next: { type: next.type, description: next.description },
  });
}
