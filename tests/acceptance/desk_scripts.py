"""What tests run inside the desk's page (页内脚本)."""

from __future__ import annotations

MEASURE = """
async (codes) => {
  const taken = [];
  for (const code of codes) {
    document.querySelector("[data-clear]").click();
    const began = performance.now();
    document.getElementById("text").value = code;
    document.querySelector("[data-form]").requestSubmit();
    while (!document.querySelector('[data-verdict="yes"]')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    taken.push(performance.now() - began);
  }
  return taken;
}
"""
"""How long from Enter to the answer, for each code, in milliseconds."""

PHOTO = """
() => new Promise((resolve) => {
  const canvas = document.createElement("canvas");
  canvas.width = 320; canvas.height = 240;
  canvas.toBlob(async (blob) => resolve([...new Uint8Array(await blob.arrayBuffer())]));
})
"""
"""A photo in which there is nothing, as bytes."""

FORGET = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("desk-verify", 1);
  opening.onsuccess = () => {
    const stores = opening.result.transaction(["pinned", "lists"], "readwrite");
    stores.objectStore("pinned").clear();
    stores.objectStore("lists").clear();
    stores.oncomplete = resolve;
  };
})
"""
"""Forget keys and lists."""
