// Shows how far a computation is, every two seconds; without script a link does the same.
"use strict";

async function lookAgain() {
  const here = document.getElementById("progress");
  if (!here) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("progress");
    if (answer.ok && !now) {
      location.reload();
      return;
    }
    if (now) here.replaceChildren(...now.childNodes);
  } catch {
    // The network pauses; the next look may get through.
  }
  setTimeout(lookAgain, 2000);
}

setTimeout(lookAgain, 2000);
