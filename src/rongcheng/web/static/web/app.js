// Small improvements over pages that work without it: Why? opens in place, a filter applies when
// it is changed, a page prints, a demonstration's figures move. Sources of `data-src` are this
// site's own fragments only.
"use strict";

const say = (name) => document.body.dataset[name] || "";

function loading(body) {
  const box = document.createElement("div");
  box.className = "skeleton";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.className = "sr";
  words.textContent = say("loading");
  box.append(words, ...Array.from({ length: 4 }, () => document.createElement("i")));
  body.replaceChildren(box);
}

function failed(body, details) {
  const link = document.createElement("a");
  link.href = details.dataset.src;
  link.textContent = say("failed");
  const box = document.createElement("p");
  box.className = "notice warn";
  box.setAttribute("role", "alert");
  box.append(link);
  body.replaceChildren(box);
}

async function fill(details) {
  const body = details.querySelector("[data-body]");
  const source = new URL(details.dataset.src, location.href);
  if (!body || details.dataset.state || source.origin !== location.origin) return;
  details.dataset.state = "loading";
  loading(body);
  try {
    const answer = await fetch(source, { headers: { "X-Fragment": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    body.innerHTML = await answer.text();
    details.dataset.state = "done";
  } catch {
    delete details.dataset.state;
    failed(body, details);
  }
}

document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (details.open && details.dataset && details.dataset.src) fill(details);
  },
  true,
);

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// Where an invented day is played, its figures move: the same page is asked again now and then, and
// only the parts that say so are put in place. A part that somebody is using is left alone.
async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { "X-Background": "1" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-refresh][id]")) {
    const next = fresh.getElementById(part.id);
    const used = part.contains(document.activeElement) || part.querySelector("details[open]");
    if (next && !used) part.replaceChildren(...next.childNodes);
  }
}

const moving = document.querySelector("[data-refresh]");
if (moving) setInterval(() => refresh().catch(() => {}), 1000 * Number(moving.dataset.refresh));

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
