// Reads a network and builds an instruction with Anchor's TypeScript client, which knows the ledger by its IDL alone:
//   node idl.mjs RPC_URL IDL_FILE NETWORK OPERATOR
// Prints {network: {its decoded fields}, instruction: {programId, keys, data}}: the one by which the operator's identity would
// unstake one share.

import { readFileSync } from "node:fs";
import anchor from "@anchor-lang/core";
import { Connection, PublicKey } from "@solana/web3.js";
import { result } from "./wallet.mjs";

const [rpc, idlFile, networkAddress, operatorAddress] = process.argv.slice(2);
const idl = JSON.parse(readFileSync(idlFile, "utf8"));
const program = new anchor.Program(idl, { connection: new Connection(rpc, "confirmed") });
const [network, operator] = [networkAddress, operatorAddress].map((address) => new PublicKey(address));

const decoded = await program.account.network.fetch(network);
const { identity } = await program.account.operator.fetch(operator);
const find = (...seeds) => PublicKey.findProgramAddressSync(seeds, program.programId)[0];
const instruction = await program.methods
  .unstake(new anchor.BN(1))
  .accountsPartial({
    signer: identity,
    network,
    books: find(Buffer.from("books"), network.toBuffer()),
    operator,
    position: find(Buffer.from("position"), operator.toBuffer(), identity.toBuffer()),
    eventAuthority: find(Buffer.from("__event_authority")),
    program: program.programId,
  })
  .instruction();

result({
  network: {
    creator: decoded.creator.toBase58(),
    authority: decoded.authority.toBase58(),
    collateralMint: decoded.collateralMint.toBase58(),
    name: Buffer.from(decoded.name).toString("utf8").replace(/\0+$/, ""),
    epochLength: decoded.parameters.epochLength.toString(),
    unbonding: decoded.parameters.unbonding.toString(),
    collateralDecimals: decoded.collateralDecimals,
  },
  instruction: {
    programId: instruction.programId.toBase58(),
    keys: instruction.keys.map(({ pubkey, isSigner, isWritable }) => [pubkey.toBase58(), isSigner, isWritable]),
    data: [...instruction.data],
  },
});
