// Sealing with what the browser has: to the server, so that this device cannot read it again; and under a PIN, so that
// for an hour it can. The server's side is icat/crypto/parcel.py.
const subtle = self.crypto?.subtle;
const bytes = (text) => new TextEncoder().encode(text);
const random = (n) => crypto.getRandomValues(new Uint8Array(n));
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const ROUNDS = 600_000;

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole;
}

export function toBase64(whole) {
  let text = "";
  for (const byte of new Uint8Array(whole)) text += String.fromCharCode(byte);
  return btoa(text);
}
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// Filled up with blanks, which mean nothing in JSON, so that the size does not tell how much was written.
function padded(said) {
  const plain = bytes(JSON.stringify(said));
  return joined(plain, new Uint8Array(1023 - ((plain.length + 1023) % 1024)).fill(32));
}

export async function sealToServer(said, { key, point, member }, client, part) {
  const place = bytes(`icat parcel 1|${key}|${member}|${client}|${part}`);
  const theirs = fromBase64(point);
  const own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const mine = await subtle.exportKey("raw", own.publicKey);
  const to = await subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: to }, own.privateKey, 256);
  const stem = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(mine, theirs), info: place };
  const once = await subtle.deriveKey(how, stem, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = random(12);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: place }, once, padded(said));
  return toBase64(joined(mine, nonce, sealed));
}

const AES = { name: "AES-GCM", length: 256 };
async function shut(key, plain) {
  const nonce = random(12);
  return joined(nonce, await subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, plain));
}
const unshut = (key, sealed) => subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(0, 12) }, key, sealed.slice(12));

async function fromPin(pin, salt) {
  const stem = await subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return subtle.deriveKey(how, stem, AES, false, ["encrypt", "decrypt"]);
}

// A key for what is typed, wrapped twice: by one that never leaves this browser, and by the PIN. What is kept of it is
// ``kept``; without it, or without the PIN, what was locked opens nowhere.
export async function newLock(pin) {
  const salt = random(16);
  const device = await subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  const key = await subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const bare = await subtle.exportKey("raw", key);
  const wrapped = await shut(await fromPin(pin, salt), await shut(device, bare));
  return { key, kept: { salt, device, wrapped } };
}

// The key again. Fails with a wrong PIN.
export async function opened(pin, { salt, device, wrapped }) {
  const bare = await unshut(device, new Uint8Array(await unshut(await fromPin(pin, salt), wrapped)));
  return subtle.importKey("raw", bare, AES, false, ["encrypt", "decrypt"]);
}

export const lockAway = (key, said) => shut(key, padded(said));
export const read = async (key, sealed) => JSON.parse(new TextDecoder().decode(await unshut(key, sealed)));
