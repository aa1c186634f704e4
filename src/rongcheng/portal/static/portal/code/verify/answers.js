// The answer on the page: large, in words and a sign; with a sound for who wants it; cleared after
// a minute unless somebody keeps it.

const CLEARED_SECONDS = 60;
const SOUNDS = { yes: [660, 880], no: [220, 180], cannot: [330] };

// The place of answers on a page; `idle` is called when an answer was cleared.
export function answerPlace(root, idle) {
  const slot = root.querySelector("[data-slot]");
  const clearing = root.querySelector("[data-clearing]");
  const waiting = slot.querySelector(".verdict-idle")?.cloneNode(true) || idleOf(root);
  let timer = 0;

  function clear() {
    clearTimeout(timer);
    slot.replaceChildren(waiting.cloneNode(true));
    clearing.hidden = true;
    idle();
  }

  function keep() {
    clearTimeout(timer);
    clearing.querySelector("[data-keep]").hidden = true;
    idle();
  }

  function put(verdict) {
    clearTimeout(timer);
    slot.replaceChildren(verdict);
    clearing.hidden = false;
    clearing.querySelector("[data-keep]").hidden = false;
    timer = setTimeout(clear, CLEARED_SECONDS * 1000);
    sound(verdict.dataset.verdict);
  }

  clearing.querySelector("[data-keep]").addEventListener("click", keep);
  clearing.querySelector("[data-clear]").addEventListener("click", clear);
  if (slot.querySelector("[data-verdict]")) put(slot.querySelector("[data-verdict]"));
  return {
    put,
    kind: () => slot.querySelector("[data-verdict]")?.dataset.verdict || "",
    // What the server answered, its own partial; false where there is no answer in it.
    putPartial(html) {
      const sent = new DOMParser().parseFromString(html, "text/html");
      const verdict = sent.querySelector("body > .verdict");
      if (verdict) put(document.adoptNode(verdict));
      return Boolean(verdict);
    },
    // What this device found out.
    putOwn(kind, reason) {
      const blank = root.querySelector(`template[data-answer="${kind}"]`);
      const verdict = blank.content.querySelector(".verdict").cloneNode(true);
      verdict.querySelector("[data-reason]").textContent = reason;
      put(verdict);
      return verdict;
    },
    busy(words) {
      slot.querySelector(".verdict-idle span")?.replaceChildren(words);
    },
  };
}

function idleOf(root) {
  const box = document.createElement("p");
  const words = document.createElement("span");
  box.className = "verdict-idle";
  words.textContent = root.dataset.sayWaiting;
  box.append(words);
  return box;
}

// The switch for sounds; off until somebody turns it on, then remembered on this device.
export function soundSwitch(button) {
  const show = () => button.setAttribute("aria-pressed", String(isLoud()));
  button.addEventListener("click", () => {
    remember(isLoud() ? "0" : "1");
    show();
    sound("yes");
  });
  show();
}

let quietHere = "0";

function isLoud() {
  try {
    return localStorage.getItem("desk-verify-sound") === "1";
  } catch {
    return quietHere === "1";
  }
}

function remember(value) {
  quietHere = value;
  try {
    localStorage.setItem("desk-verify-sound", value);
  } catch {
    // Where nothing is kept, the choice lasts as long as the page.
  }
}

function sound(kind) {
  if (!isLoud()) return;
  const audio = new AudioContext();
  SOUNDS[kind].forEach((pitch, number) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + number * 0.14);
    tone.stop(audio.currentTime + number * 0.14 + 0.12);
  });
  setTimeout(() => audio.close(), 1_000);
}
