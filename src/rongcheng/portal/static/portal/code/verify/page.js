// The verification page: asks the centre while there is a network, verifies by itself when there
// is none, and keeps the field ready for the next code.

import { answerPlace, soundSwitch } from "./answers.js";
import { Malformed, hex } from "./bytes.js";
import { camera, pictureReader, readPhoto } from "./camera.js";
import { fetchPinned, readPinned, seconds, stateOf } from "./pinning.js";
import { REASONS } from "./reasons.js";
import { memory } from "./seen.js";
import { openStore, pageStore } from "./store.js";
import { verify } from "./verifier.js";

const ONLINE_MILLISECONDS = 2_000;
// A centre that did not answer is not waited for again at once: the next person stands there.
const REST_MILLISECONDS = 15_000;
const REFRESH_MILLISECONDS = 240_000;
const root = document.querySelector("[data-verify]");
const form = root.querySelector("[data-form]");
const isOnlinePage = root.dataset.verify === "online";
const canVerify = window.isSecureContext && Boolean(crypto.subtle) && "indexedDB" in window;

const say = (name) => root.getAttribute(`data-say-${name}`);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const part = (name) => root.querySelector(`[data-${name}]`);
// A scanner's keys through a Chinese keyboard, back to what was printed.
const tidied = (text) =>
  text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .replace(/^[\r\n\t]+|[\r\n\t]+$/g, "");

async function start() {
  const field = form.elements.text;
  const place = answerPlace(root, () => field.focus());
  const { store, isKept } = await storeHere();
  const seen = memory(store);
  const desk = { field, place, store, isKept, seen, isAsking: false, restsUntil: 0 };
  await rememberPurposes(store);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = tidied(field.value);
    field.value = "";
    if (text) scan(desk, text);
    field.focus();
  });
  keepTyping(field);
  soundSwitch(part("sound"));
  part("more").hidden = false;
  watchState(desk);
  // Files for the next time without a network, and the camera: neither is waited for.
  register(desk);
  pictures(desk);
  root.dataset.started = "1";
}

// One code, from the field, the camera or a photo: the centre's answer, else this device's. Tells
// the kind of the answer that stands then.
async function scan(desk, text) {
  if (desk.isAsking) return "";
  desk.isAsking = true;
  desk.place.busy(say("busy"));
  try {
    const isAsked = isOnlinePage && navigator.onLine && Date.now() >= desk.restsUntil;
    if (!(isAsked && (await askCentre(desk, text)))) await judge(desk, text);
  } finally {
    desk.isAsking = false;
  }
  return desk.place.kind();
}

// Whether the centre answered in time; a session that has ended is told beside our own answer.
async function askCentre(desk, text) {
  const sent = new FormData(form);
  sent.set("text", text);
  sent.set("request_id", hex(crypto.getRandomValues(new Uint8Array(16))));
  desk.signedOut = false;
  desk.restsUntil = Date.now() + REST_MILLISECONDS;
  try {
    const answer = await fetch("/desk/verify", {
      method: "POST",
      body: sent,
      headers: { "X-Fragment": "1" },
      signal: AbortSignal.timeout(ONLINE_MILLISECONDS),
    });
    if (answer.status >= 500) return false;
    // Anything else than an answer is the sign-in page, or a form that has grown old.
    desk.signedOut = answer.redirected || !desk.place.putPartial(await answer.text());
    desk.restsUntil = 0;
    return !desk.signedOut;
  } catch (fault) {
    if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
    return false;
  }
}

async function judge(desk, text) {
  if (!canVerify) {
    desk.place.putOwn("cannot", say("insecure"));
    return;
  }
  const pinned = await readPinned(desk.store);
  if (!pinned.keys) {
    desk.place.putOwn("cannot", say(desk.signedOut ? "signed-out" : "no-keys"));
    return;
  }
  const { keys, lists } = pinned;
  const purpose = form.elements.purpose.value;
  const verdict = await verify(text, { at: seconds(), purpose, keys, lists, seen: desk.seen });
  const lang = document.documentElement.lang === "en" ? "en" : "zh";
  // "Valid" stands above it in large letters: the line below says what that means.
  const words = verdict.reason === REASONS.OK ? say("good-offline") : verdict.reason[lang];
  const shown = desk.place.putOwn(verdict.accepted ? "yes" : "no", words);
  shown.dataset.code = verdict.reason.code;
  if (desk.signedOut) shown.append(signedOut());
}

function signedOut() {
  const line = document.createElement("p");
  const link = document.createElement("a");
  line.className = "verdict-note";
  link.href = "/signin?next=/desk/verify";
  link.textContent = say("signed-out");
  line.append(link);
  return line;
}

async function storeHere() {
  try {
    return { store: await openStore(), isKept: true };
  } catch {
    // Private windows and full disks: everything works while the page stays open.
    return { store: pageStore(), isKept: false };
  }
}

// Offline the page knows no institution; it offers what this desk verified for when it knew.
async function rememberPurposes(store) {
  const choices = Array.from(form.querySelectorAll('[name="purpose"]'));
  if (isOnlinePage) {
    await store.put("pinned", choices.map((choice) => choice.value), "purposes");
    return;
  }
  const known = await store.get("pinned", "purposes");
  const offered = choices.filter((choice) => !known || known.includes(choice.value));
  for (const choice of choices) {
    if (!offered.includes(choice)) choice.closest("label").remove();
  }
  if (offered.length) offered[0].checked = true;
}

// A hand scanner types wherever the focus is: keys that no control wants go to the field.
function keepTyping(field) {
  document.addEventListener("keydown", (event) => {
    const isNowhere = [document.body, document.getElementById("main")].includes(
      document.activeElement,
    );
    const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isNowhere && isText) field.focus();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "purpose") field.focus();
  });
  field.focus();
}

function watchState(desk) {
  const box = part("state");
  const show = async (said = "") => {
    const state = await ownState(desk);
    if (said) state.lines.push(["warn", said, {}]);
    box.dataset.level = state.level;
    part("state-word").textContent = say(state.level === "ready" ? "ready" : "not-ready");
    part("lines").replaceChildren(...state.lines.map(line));
    box.hidden = false;
    if (!isOnlinePage && !said) offerOnline();
  };
  const refresh = async () => {
    try {
      if (canVerify) await fetchPinned(desk.store);
      await show();
    } catch (fault) {
      const isOutside = [TypeError, DOMException, Malformed].some((kind) => fault instanceof kind);
      if (!isOutside) throw fault;
      await show("refresh-failed");
    }
  };
  part("refetch").addEventListener("click", () => {
    part("state-word").textContent = say("refreshing");
    refresh();
  });
  window.addEventListener("online", refresh);
  setInterval(() => !document.hidden && refresh(), REFRESH_MILLISECONDS);
  refresh();
}

async function ownState(desk) {
  if (!canVerify) return { level: "no", lines: [["warn", "insecure", {}]] };
  const state = stateOf(await readPinned(desk.store), seconds());
  if (!desk.isKept) state.lines.push(["warn", "unkept", {}]);
  return state;
}

function line([kind, name, values]) {
  const item = document.createElement("li");
  item.className = kind;
  item.textContent = fill(say(name), values);
  return item;
}

// The centre answers again: the page with sign-in and names is one tap away.
function offerOnline() {
  const again = document.querySelector("[data-online-again]");
  if (again) again.hidden = false;
}

async function pictures(desk) {
  const token = form.elements.csrfmiddlewaretoken?.value || "";
  const reader = await pictureReader(token);
  const says = part("camera-says");
  const hasCamera = window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  // Without a reader of its own and without the centre nothing here could read a picture.
  const canRead = reader.isOwn || isOnlinePage;
  part("camera").hidden = !hasCamera || !canRead;
  part("picture").hidden = !canRead;
  const eye = camera({
    viewer: part("viewer"),
    video: part("video"),
    say: (name) => says.replaceChildren(say(name)),
    reader,
    found: (text) => scan(desk, tidied(text)),
  });
  part("camera").addEventListener("click", () => eye.start());
  part("stop").addEventListener("click", () => eye.stop());
  part("picture").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    desk.place.busy(say("picture-reading"));
    const text = await readPhoto(file, reader).catch(() => "");
    event.target.value = "";
    if (text) await scan(desk, tidied(text));
    else desk.place.putOwn("cannot", say("picture-none"));
  });
}

// The worker opens this page without a network. A new release brings a new one; the page then
// begins anew, unless somebody reads an answer or is about to type.
async function register(desk) {
  const workers = navigator.serviceWorker;
  if (!canVerify || !workers) {
    desk.isKept = false;
    return;
  }
  const isFirst = !workers.controller;
  workers.addEventListener("controllerchange", () => {
    const isIdle = !root.querySelector("[data-verdict]") && !desk.field.value && !desk.isAsking;
    if (!isFirst && isIdle) location.reload();
  });
  try {
    await workers.register("/desk/verify/worker.js", { scope: "/desk/verify" });
  } catch (fault) {
    if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
    // With no network the worker that is there goes on; with none there is nothing to open.
    desk.isKept = desk.isKept && !isFirst;
  }
}

if (form) start();
