// A session never ends unannounced: two minutes before, a dialog says so and prolongs it by one
// tap. If it ends all the same, the page is covered and keeps what was typed; once the same person
// has signed in again (in another tab), the forms get their new token and one goes on.
"use strict";

const STATE = "/session";
const LOOK_SECONDS = 5;
const SPEAK_SECONDS = 30;
const GIVE_UP_SECONDS = 1800;

const box = document.getElementById("session-end");
const part = (name) => box.querySelector(`[data-${name}]`);
const warnAt = Number(box.dataset.warn);
let ends = Date.now() + 1000 * Number(box.dataset.left);
let endedAt = 0;
let timer = 0;
let spoken = -1;

const left = () => Math.ceil((ends - Date.now()) / 1000);

function show(state) {
  if (box.dataset.state !== state) {
    box.dataset.state = state;
    for (const piece of box.querySelectorAll("[data-when]")) {
      piece.hidden = !piece.dataset.when.split(" ").includes(state);
    }
    part("failed").hidden = true;
    spoken = -1;
  }
  if (!box.open) box.showModal();
}

function hide() {
  delete box.dataset.state;
  if (box.open) box.close();
}

function tell(seconds) {
  const shown = Math.max(0, seconds);
  part("clock").textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
  const step = Math.ceil(shown / SPEAK_SECONDS) * SPEAK_SECONDS;
  if (step === spoken) return;
  spoken = step;
  part("spoken").textContent = part("spoken").dataset.words.replace("{seconds}", String(step));
}

async function ask(address, given = {}) {
  const headers = { Accept: "application/json", "X-Background": "1" };
  const answer = await fetch(address, { ...given, headers, cache: "no-store" });
  return answer.ok || answer.status === 401 ? answer.json() : { left: -1 };
}

// What the server says counts: another tab may have prolonged the session, or ended it.
function take(state) {
  if (state.left < 0) return;
  if (state.left > 0 && state.who !== box.dataset.who) {
    location.reload();
    return;
  }
  ends = Date.now() + 1000 * state.left;
  if (state.left > 0) {
    endedAt = 0;
    box.dataset.whole = state.whole ? "1" : "0";
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      field.value = state.token;
    }
    if (state.left > warnAt) hide();
  }
}

function look() {
  return ask(STATE).then(take, () => {});
}

async function tick() {
  clearTimeout(timer);
  let seconds = left();
  if (seconds <= warnAt && (!box.dataset.state || seconds <= 0 || seconds % LOOK_SECONDS === 0)) {
    await look();
    seconds = left();
  }
  if (seconds > warnAt) {
    // Not in one piece: a device that slept, or a long time, would make it late.
    timer = setTimeout(tick, 1000 * Math.min(seconds - warnAt, 600));
    return;
  }
  if (seconds > 0) {
    show(box.dataset.whole === "1" ? "whole" : "idle");
    tell(seconds);
    timer = setTimeout(tick, 1000);
    return;
  }
  endedAt ||= Date.now();
  show("ended");
  if (Date.now() - endedAt > 1000 * GIVE_UP_SECONDS) location.reload();
  else timer = setTimeout(tick, 1000 * LOOK_SECONDS);
}

box.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    take(await ask(form.action, { method: "POST", body: new FormData(form) }));
  } catch {
    // Said below: the session is as it was.
  }
  part("failed").hidden = left() > warnAt;
  tick();
});

// Escape puts the warning away for a moment; a session that is over stays covered.
box.addEventListener("cancel", (event) => {
  if (box.dataset.state === "ended") event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});

tick();
