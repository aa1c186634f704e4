// What the desk keeps in the browser (IndexedDB): pinned keys, status lists, the last proofs, and
// what this desk verifies for. Nothing in it names a resident.

const NAME = "desk-verify";
const STORES = ["pinned", "lists", "seen"];

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The store; rejects where the browser keeps nothing.
export async function openStore(name = NAME) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store);
    opening.transaction.objectStore("seen").createIndex("at", "at");
  };
  const database = await done(opening);
  const from = (store, mode = "readonly") => database.transaction(store, mode).objectStore(store);
  return {
    get: (store, key) => done(from(store).get(key)),
    all: (store) => done(from(store).getAll()),
    put: (store, value, key) => done(from(store, "readwrite").put(value, key)),
    drop: (store, key) => done(from(store, "readwrite").delete(key)),
    names: (store) => done(from(store).getAllKeys()),
    // What is kept under a key goes to `decide`, what comes back is kept: in one transaction, so
    // that two open pages of one desk take a proof once.
    async change(key, decide) {
      const seen = from("seen", "readwrite");
      const next = decide(await done(seen.get(key)));
      if (next) await done(seen.put(next, key));
    },
    // Drops what is older and tells how many stay.
    async forget(before) {
      const seen = from("seen", "readwrite");
      const old = IDBKeyRange.upperBound(before, true);
      for (const key of await done(seen.index("at").getAllKeys(old))) seen.delete(key);
      return done(seen.count());
    },
  };
}

// A store that lasts as long as the page.
export function pageStore() {
  const stores = new Map(STORES.map((name) => [name, new Map()]));
  const seen = stores.get("seen");
  return {
    get: async (store, key) => stores.get(store).get(key),
    all: async (store) => [...stores.get(store).values()],
    put: async (store, value, key) => stores.get(store).set(key, value),
    drop: async (store, key) => stores.get(store).delete(key),
    names: async (store) => [...stores.get(store).keys()],
    async change(key, decide) {
      const next = decide(seen.get(key));
      if (next) seen.set(key, next);
    },
    async forget(before) {
      for (const [key, entry] of seen) if (entry.at < before) seen.delete(key);
      return seen.size;
    },
  };
}
