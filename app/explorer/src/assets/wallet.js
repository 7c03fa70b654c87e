// Connects a wallet by the Wallet Standard and lets it sign what the Actions server builds.
'use strict';

const root = document.querySelector('[data-wallet]');
const find = (name) => root.querySelector(`[data-${name}]`);
const wallets = [];
let wallet;
let account;

function show() {
  const usable = wallets.filter((one) => one.features['standard:connect'] && signer(one));
  find('none').hidden = usable.length > 0;
  for (const one of usable) {
    if ([...root.querySelectorAll('[data-choose]')].some((button) => button.textContent === `Connect ${one.name}`)) continue;
    const button = document.createElement('button');
    button.dataset.choose = '';
    button.textContent = `Connect ${one.name}`;
    button.addEventListener('click', () => attempt(() => connect(one)));
    find('connect').append(button, ' ');
  }
}

const signer = (one) => one.features['solana:signAndSendTransaction'] ?? one.features['solana:signTransaction'];

async function connect(one) {
  const { accounts } = await one.features['standard:connect'].connect();
  if (!accounts.length) throw new Error('the wallet gave no account');
  [account] = accounts;
  wallet = one;
  find('connect').hidden = true;
  find('connected').hidden = false;
  find('account').textContent = account.address;
  find('account').href = `/wallet/${account.address}`;
  say('');
}

for (const form of root.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(() => act(form.dataset.action, new FormData(form).get('amount')));
  });
}

async function act(action, amount) {
  // The operator itself stakes; everybody else delegates to it.
  const name = action === 'stake' && account.address !== root.dataset.identity ? 'delegate' : action;
  const url = new URL(`${root.dataset.base}/${name}`);
  if (amount) url.searchParams.set('amount', amount);
  say('Building the transaction…');
  const answer = await json(url, { account: account.address });
  say('Waiting for your wallet…');
  const signature = await send(bytes(answer.transaction));
  say('Waiting for the ledger…');
  await settled(signature);
  location.reload();
}

async function send(transaction) {
  const chain = account.chains.find((one) => one.startsWith('solana:'));
  const input = { account, transaction, chain };
  const both = wallet.features['solana:signAndSendTransaction'];
  if (both) {
    const [{ signature }] = await both.signAndSendTransaction(input);
    return base58(signature);
  }
  const [{ signedTransaction }] = await wallet.features['solana:signTransaction'].signTransaction(input);
  return (await json('/send', { transaction: btoa(String.fromCharCode(...signedTransaction)) })).signature;
}

// Waits until the ledger took the transaction and the pages know of it.
async function settled(signature) {
  for (let attempt = 0; attempt < 90; attempt += 1) {
    const response = await fetch(`/transaction/${signature}/status`);
    const status = response.ok ? await response.json() : {};
    if (status.failure) throw new Error(status.failure);
    if (status.known && status.indexed) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`the ledger does not know transaction ${signature} yet`);
}

async function json(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  let message = text;
  try {
    message = JSON.parse(text).message;
  } catch {
    // Plain text says it already.
  }
  throw new Error(message);
}

async function attempt(work) {
  const buttons = root.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    say(`That did not work: ${error.message}`);
  }
  for (const button of buttons) button.disabled = false;
}

function say(text) {
  find('status').textContent = text;
}

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function base58(data) {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let number = data.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = '';
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  const zeros = data.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? data.length : zeros) + text;
}

// A wallet may be there before this script or come after it: both directions of the standard.
const register = (...found) => {
  for (const one of found) {
    if (!wallets.includes(one)) wallets.push(one);
  }
  show();
  return () => {};
};
window.addEventListener('wallet-standard:register-wallet', (event) => event.detail({ register }));
window.dispatchEvent(new CustomEvent('wallet-standard:app-ready', { detail: { register } }));
