// Connects a wallet by the Wallet Standard and lets it sign what the Actions server builds.
'use strict';

const root = document.querySelector('[data-wallet]');
const { chain } = root.dataset;
const find = (name) => root.querySelector(`[data-${name}]`);
const wallets = [];
let wallet;
let account;
let forgetChanges = () => {};

// What the browser keeps for this site. One that keeps nothing connects again by hand.
const CHOSEN = 'girder-wallet';
const DONE = 'girder-done';
function keep(store, name, text) {
  try {
    if (text === undefined) window[store].removeItem(name);
    else window[store].setItem(name, text);
  } catch {
    // Storage is switched off.
  }
}
function kept(store, name) {
  try {
    return window[store].getItem(name);
  } catch {
    return null;
  }
}

// Which of the wallet's features signs: for an account, one that the account has too.
const SIGNERS = ['solana:signAndSendTransaction', 'solana:signTransaction'];
const signer = (one, of) => SIGNERS.find((name) => one.features[name] && (!of || of.features.includes(name)));

// Why a wallet can't be used here; nothing if it can.
function obstacle(one) {
  if (!one.features['standard:connect']) return `${one.name} can't be connected.`;
  if (!one.chains.includes(chain)) return `${one.name} does not offer ${chain}, the chain of this ledger.`;
  if (!signer(one)) return `${one.name} signs no transactions.`;
  return undefined;
}

function show() {
  const solana = wallets.filter((one) => one.chains.some((name) => name.startsWith('solana:')));
  const buttons = solana.filter((one) => !obstacle(one)).map((one) => {
    const button = document.createElement('button');
    button.textContent = `Connect ${one.name}`;
    button.addEventListener('click', () => attempt(() => connect(one)));
    return button;
  });
  find('choose').replaceChildren(...buttons);
  find('none').hidden = solana.length > 0;
  find('obstacles').textContent = solana.map(obstacle).filter(Boolean).join(' ');
  find('connect').hidden = Boolean(wallet);
  find('connected').hidden = !wallet;
}

async function connect(one, input) {
  use(one, (await one.features['standard:connect'].connect(input)).accounts);
  say('');
}

function use(one, accounts) {
  const usable = accounts.find((offered) => offered.chains.includes(chain) && signer(one, offered));
  if (!usable) throw new Error(`${one.name} gave no account that signs on ${chain}, the chain of this ledger`);
  [wallet, account] = [one, usable];
  forgetChanges();
  forgetChanges = one.features['standard:events']?.on('change', changed) ?? (() => {});
  keep('localStorage', CHOSEN, one.name);
  find('account').textContent = account.address;
  find('account').href = `/wallet/${account.address}`;
  show();
}

// The user chose another account in the wallet, or none.
function changed({ accounts }) {
  if (!accounts) return;
  try {
    use(wallet, accounts);
  } catch (error) {
    forget();
    say(error.message);
  }
}

function forget() {
  forgetChanges();
  [wallet, account] = [];
  keep('localStorage', CHOSEN);
  show();
}

find('disconnect').addEventListener('click', () => attempt(async () => {
  const left = wallet;
  forget();
  say('');
  await left.features['standard:disconnect']?.disconnect();
}));

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
  const { transaction, message } = await json(url, { account: account.address });
  say('Waiting for your wallet…');
  const signature = await send(bytes(transaction));
  say('Waiting for the ledger…');
  await settled(signature);
  keep('sessionStorage', DONE, JSON.stringify({ message, signature }));
  location.reload();
}

async function send(transaction) {
  const feature = signer(wallet, account);
  const input = { account, transaction, chain };
  if (feature === 'solana:signAndSendTransaction') {
    const [{ signature }] = await wallet.features[feature].signAndSendTransaction(input);
    return base58(signature);
  }
  const [{ signedTransaction }] = await wallet.features[feature].signTransaction(input);
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

function say(...parts) {
  find('status').replaceChildren(...parts);
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

// What was done before the page was loaded again.
const done = JSON.parse(kept('sessionStorage', DONE));
keep('sessionStorage', DONE);
if (done) {
  const link = document.createElement('a');
  link.href = `/transaction/${done.signature}`;
  link.textContent = 'See the transaction';
  say(`Done: ${done.message}. `, link);
}

// A wallet may be there before this script or come after it: both directions of the standard.
const register = (...found) => {
  for (const one of found) {
    if (wallets.includes(one)) continue;
    wallets.push(one);
    const again = !wallet && one.name === kept('localStorage', CHOSEN) && !obstacle(one);
    // Silently: a wallet that would have to ask leaves it to the button. What was done stays in sight.
    if (again) one.features['standard:connect'].connect({ silent: true }).then(({ accounts }) => use(one, accounts)).catch(() => {});
  }
  show();
  return () => {};
};
window.addEventListener('wallet-standard:register-wallet', (event) => event.detail({ register }));
window.dispatchEvent(new CustomEvent('wallet-standard:app-ready', { detail: { register } }));
