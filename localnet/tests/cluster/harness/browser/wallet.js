// A wallet of the Wallet Standard. Whatever needs its key or its memory is asked of the test, which has both.
({ name, chains, accountChains, address, publicKey, signing }) => {
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const base64 = (data) => btoa(String.fromCharCode(...data));

  const waiting = new Map();
  const ask = (request) => new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    waiting.set(id, { resolve, reject });
    window.girderTestWallet(JSON.stringify({ id, ...request }));
  });
  window.girderTestWalletAnswer = (id, { error, value }) => {
    const asked = waiting.get(id);
    if (error) asked?.reject(new Error(error));
    else asked?.resolve(value);
  };

  const listeners = new Set();
  const own = { address, publicKey: Uint8Array.from(publicKey), chains: accountChains, features: [signing] };
  const wallet = { version: '1.0.0', name, icon: 'data:image/svg+xml;base64,PHN2Zy8+', chains, accounts: [] };
  const show = (accounts) => {
    wallet.accounts = accounts;
    for (const listener of listeners) listener({ accounts });
  };
  // As when the user takes the site's permission back, in the wallet.
  window.girderTestWalletLeave = () => ask({ request: 'disconnect' }).then(() => show([]));

  const all = (request, inputs) => Promise.all(inputs.map(({ account, chain, transaction }) =>
    ask({ request, chain, address: account.address, transaction: base64(transaction) })));
  const versions = { version: '1.0.0', supportedTransactionVersions: ['legacy', 0] };
  const signers = {
    'solana:signTransaction': {
      ...versions,
      signTransaction: async (...inputs) => (await all('sign', inputs)).map((signed) => ({ signedTransaction: bytes(signed) })),
    },
    'solana:signAndSendTransaction': {
      ...versions,
      signAndSendTransaction: async (...inputs) =>
        (await all('send', inputs)).map((signature) => ({ signature: Uint8Array.from(signature) })),
    },
  };
  wallet.features = {
    'standard:connect': {
      version: '1.0.0',
      connect: async ({ silent = false } = {}) => {
        wallet.accounts = (await ask({ request: 'connect', silent })) ? [own] : [];
        return { accounts: wallet.accounts };
      },
    },
    'standard:disconnect': { version: '1.0.0', disconnect: async () => void (await ask({ request: 'disconnect' })) },
    'standard:events': {
      version: '1.0.0',
      on: (event, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    [signing]: signers[signing],
  };

  const register = ({ register: take }) => take(wallet);
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: register }));
  window.addEventListener('wallet-standard:app-ready', ({ detail }) => register(detail));
}
