// The code's page: shows what holds now and changes the code every half minute, with or without a
// network. Every sentence stands in the page already; here one of them is chosen.
"use strict";

const RENEWED = 30_000; // a new proof; the verifier takes one for a minute
const ASKED_AGAIN = 300_000;
const ASKED_SOON = 10_000; // a weak network, which the browser takes for one
const CLOCK_OFF = 20_000; // the verifier allows half a minute
const PATIENCE = 300;

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);
const lang = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
const month = lang === "en-GB" ? "short" : "long";
const show_day = (moment) =>
  new Intl.DateTimeFormat(lang, {
    timeZone: "Asia/Shanghai", year: "numeric", month, day: "numeric",
  }).format(moment);

let phone; // what this phone keeps, see store.js
let skew = 0; // how far the phone's clock is behind, where it matters
let shownAt = -Infinity;
let isBusy = false;
let soon;
let patience; // says that something is going on, where it takes long

const now = () => Date.now() + skew;

function show(state) {
  clearTimeout(patience);
  document.body.dataset.state = state;
  for (const part of all("[data-when]"))
    part.hidden = !part.dataset.when.split(" ").includes(state);
}

function note(name, isTrue, fills = {}) {
  const line = find(`[data-note="${name}"]`);
  line.hidden = !isTrue;
  for (const part of line.querySelectorAll("[data-words]"))
    part.textContent = part.dataset.words.replace(/\{(\w+)\}/g, (_, key) => fills[key] ?? "");
}

function paint({ size, dark }) {
  const canvas = find("canvas");
  const wide = size + 8; // four light modules on every side
  const scale = Math.max(4, Math.ceil((canvas.clientWidth * devicePixelRatio) / wide));
  canvas.width = canvas.height = wide * scale;
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = "#000";
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (dark[y * size + x]) brush.fillRect((x + 4) * scale, (y + 4) * scale, scale, scale);
}

async function renewCode() {
  const counter = await Store.nextCounter();
  const at = now();
  const { credential, key } = phone;
  const proof = await Cose.proof(credential, key, Math.floor(at / 1000), counter);
  paint(Qr.draw("RC1:" + Base45.encode(Cose.join(credential, proof))));
  shownAt = at;
  find("canvas").dataset.counter = counter;
}

async function tick() {
  if (document.hidden || isBusy || !phone?.credential || document.body.dataset.state !== "code")
    return;
  if (now() >= phone.expiresAt) return show("expired");
  const age = now() - shownAt;
  if (age >= RENEWED || age < 0) {
    isBusy = true;
    await renewCode().catch(lost).finally(() => (isBusy = false));
  }
  const left = Math.max(0, Math.ceil((RENEWED - (now() - shownAt)) / 1000));
  find("[data-left]").textContent = find("[data-left]").dataset.left.replace("{seconds}", left);
  find("progress").value = left;
}

// Cleared in another tab, by signing out there; or this browser makes no code any more. An old
// picture is never left standing.
async function lost() {
  phone = await Store.read().catch(() => undefined);
  if (phone) show("insecure");
  else await check();
}

async function showCode() {
  if (phone.isOthers) return show("other");
  if (now() >= phone.expiresAt) return show("expired");
  const words = find("[data-until]");
  words.textContent = words.dataset.until.replace("{day}", show_day(phone.expiresAt));
  show("code");
  shownAt = -Infinity;
  await tick();
}

function takeClock(found) {
  skew = Math.abs(found) > CLOCK_OFF ? found : 0;
  note("clock", skew !== 0, { minutes: Math.max(1, Math.round(Math.abs(skew) / 60_000)) });
}

// Asks the metro what became of this phone; without an answer all stays as it is.
async function check() {
  try {
    const found = await Phone.state();
    online();
    takeClock(found.skew);
    await take(found.carriers);
  } catch (fault) {
    if (fault instanceof Phone.Offline) return offline();
    if (fault instanceof Phone.SignedOut) return signedOut();
    // What was refused just now, such as a renewal while another page stopped the phone, is told by
    // the next answer.
    if (!(fault instanceof Phone.Refused)) throw fault;
  }
}

async function take(carriers) {
  note("renew", false);
  offer(carriers.filter((one) => one.kind === "phone" && !one.revoked_at));
  if (!phone?.credential) return show("none");
  const own = carriers.find((one) => one.carrier === phone.carrier);
  // Kept with the key, so that it holds without a network, too.
  if (!own !== Boolean(phone.isOthers)) phone = await Store.change({ isOthers: !own });
  if (!own) return show("other");
  if (own.revoked_at) {
    await Store.clear();
    phone = undefined;
    for (const part of all("[data-reason]"))
      part.hidden = part.dataset.reason !== own.revoked_reason;
    return show("revoked");
  }
  const before = phone.credential;
  if (now() - phone.issuedAt > (phone.expiresAt - phone.issuedAt) / 3)
    phone = await Phone.renew(phone);
  if (document.body.dataset.state !== "code" || phone.credential !== before) await showCode();
}

function offline() {
  document.body.dataset.network = "none";
  clearTimeout(soon);
  if (navigator.onLine) soon = setTimeout(check, ASKED_SOON);
  if (!phone?.credential) return show("unreachable");
  note("offline", true, { day: show_day(phone.expiresAt) });
}

function online() {
  document.body.dataset.network = "";
  note("offline", false);
}

function signedOut() {
  online();
  if (!phone?.credential) return show("visitor");
  // Half of its time is over and it was not renewed: said early, so that nobody stands there.
  const isLate = now() - phone.issuedAt > (phone.expiresAt - phone.issuedAt) / 2;
  note("renew", isLate, { day: show_day(phone.expiresAt) });
}

function offer(phones) {
  const select = find("#f-replaces");
  select.closest(".field").hidden = phones.length === 0;
  const choices = phones.map((one) => {
    const day = show_day(Date.parse(one.registered_at));
    return new Option(`${one.label || select.dataset.unnamed} · ${day}`, one.carrier);
  });
  select.replaceChildren(select.options[0], ...choices);
}

async function bind(event) {
  event.preventDefault();
  show("binding");
  try {
    phone = await Phone.bind(Phone.label(), Number(find("#f-replaces").value));
    await showCode();
  } catch (fault) {
    const said = fault instanceof Phone.Refused && fault.message;
    note("refused", Boolean(said), { words: said });
    // The next try begins with a key of its own: this one may be what was refused.
    if (fault instanceof Phone.Refused) await Store.clear();
    if (fault instanceof Phone.SignedOut) return show("visitor");
    show(fault instanceof Phone.Offline ? "unreachable" : "none");
  }
}

async function forget() {
  await Store.clear();
  phone = undefined;
  await check();
}

// A screen that goes dark in the queue is a nuisance; where a browser cannot help, nothing is lost.
async function stayAwake() {
  if (document.hidden) return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

async function start() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return show("insecure");
  patience = setTimeout(() => show("loading"), PATIENCE);
  try {
    phone = await Store.read();
    if (phone?.credential) await showCode();
  } catch {
    return show("insecure");
  }
  navigator.serviceWorker?.register("/me/code/sw.js", { scope: "/me/code" }).catch(() => {});
  setInterval(tick, 1000);
  setInterval(() => document.hidden || check(), ASKED_AGAIN);
  addEventListener("online", check);
  addEventListener("offline", offline);
  document.addEventListener("visibilitychange", () => { tick(); stayAwake(); });
  find("#bind").addEventListener("submit", bind);
  for (const button of all("[data-again]")) button.addEventListener("click", check);
  for (const button of all("[data-forget]")) button.addEventListener("click", forget);
  stayAwake();
  await check();
}

start();
