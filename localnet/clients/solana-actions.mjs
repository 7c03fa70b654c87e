// Posts to an Action with @solana/actions, signs and sends what it answers:
//   node solana-actions.mjs RPC_URL ACTION_URL < KEYPAIR_FILE
// Prints {signature, message}.

import { fetchTransaction } from "@solana/actions";
import { Connection } from "@solana/web3.js";
import { result, send, wallet } from "./wallet.mjs";

const [rpc, action] = process.argv.slice(2);
const connection = new Connection(rpc, "confirmed");
const signer = wallet();
// It checks that no signature but the wallet's is missing.
const fields = { account: signer.publicKey.toBase58() };
const { transaction, message } = await fetchTransaction(connection, new URL(action), fields);
transaction.sign(signer);
result({ signature: await send(connection, transaction), message });
