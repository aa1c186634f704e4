// Signing out takes the code off this phone: the form tells the metro which phone stops, and the
// key is forgotten here. Without script the answer's Clear-Site-Data does the latter.
"use strict";

async function leave(event) {
  const form = event.target;
  if (form.dataset.left) return;
  event.preventDefault();
  form.dataset.left = "1";
  try {
    const phone = await Store.read();
    if (phone?.carrier) form.elements.carrier.value = phone.carrier;
    await Store.clear();
  } catch {
    // No store, so nothing to forget.
  }
  form.requestSubmit();
}

document.querySelector("form[data-leave]")?.addEventListener("submit", leave);
