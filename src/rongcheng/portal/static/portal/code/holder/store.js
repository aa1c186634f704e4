// What this phone keeps (IndexedDB): one key that cannot be read out, one credential, one counter.
// No name, no number of anybody. `Store.clear()` forgets all of it.
"use strict";

const Store = (() => {
  const BASE = "rongcheng-code";
  const TABLE = "phone";
  const ONLY = "this";

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  async function open() {
    const request = indexedDB.open(BASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    const base = await done(request);
    // Signing out in another tab may delete the base; an open connection must not hold it.
    base.onversionchange = () => base.close();
    return base;
  }

  async function inside(mode, work) {
    const base = await open();
    try {
      return await work(base.transaction(TABLE, mode).objectStore(TABLE));
    } finally {
      base.close();
    }
  }

  const read = () => inside("readonly", (table) => done(table.get(ONLY)));
  const write = (phone) => inside("readwrite", (table) => done(table.put(phone, ONLY)));
  const clear = () => inside("readwrite", (table) => done(table.delete(ONLY)));

  // One transaction reads and writes, so two tabs never sign the same number.
  const nextCounter = () =>
    inside("readwrite", async (table) => {
      const phone = await done(table.get(ONLY));
      if (!phone) throw new Error("no key");
      phone.counter += 1;
      await done(table.put(phone, ONLY));
      return phone.counter;
    });

  // Changes some fields of what is kept, unless it was cleared meanwhile.
  const change = (fields) =>
    inside("readwrite", async (table) => {
      const phone = await done(table.get(ONLY));
      if (!phone) throw new Error("no key");
      const changed = { ...phone, ...fields };
      await done(table.put(changed, ONLY));
      return changed;
    });

  return Object.freeze({ read, write, clear, nextCounter, change });
})();
