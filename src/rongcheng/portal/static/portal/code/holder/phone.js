// The phone and its metro: bind a key, renew, ask what became of it. Each call tells apart being
// offline, not being signed in, and a refusal with its words.
"use strict";

const Phone = (() => {
  const LONGEST_WAIT = 8000;
  const CARRIERS = "/me/code/carriers";

  class Offline extends Error {}
  class SignedOut extends Error {}
  class Refused extends Error {}

  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || "";
  const written = (bytes) =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const read = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

  async function ask(path, body) {
    const options = { signal: AbortSignal.timeout(LONGEST_WAIT), cache: "no-store" };
    // A page that asks by itself does not keep a session awake.
    options.headers = { Accept: "application/json", ...(body ? {} : { "X-Background": "1" }) };
    if (body) {
      options.method = "POST";
      options.headers["Content-Type"] = "application/json";
      options.headers["X-CSRFToken"] = token();
      options.body = JSON.stringify(body);
    }
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      throw new Offline();
    }
    if (answer.status === 401) throw new SignedOut();
    // A gateway in front that answers for a server that is down is as good as no network.
    const found = await answer.json().catch(() => { throw new Offline(); });
    if (answer.ok) return found;
    if (answer.status >= 500) throw new Offline();
    const english = document.documentElement.lang === "en";
    throw new Refused(english ? found.error?.message_en : found.error?.message);
  }

  const kept = (answer) => ({
    carrier: answer.carrier,
    credential: read(answer.credential),
    issuedAt: Date.parse(answer.issued_at),
    expiresAt: Date.parse(answer.expires_at),
  });

  // The key is kept before it is sent: if the answer is lost, the next try sends the same key.
  async function bind(label, replaces) {
    let phone = await Store.read();
    if (!phone) {
      const curve = { name: "ECDSA", namedCurve: "P-256" };
      const pair = await crypto.subtle.generateKey(curve, false, ["sign"]);
      const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
      phone = { key: pair.privateKey, point, counter: 0 };
      await Store.write(phone);
    }
    const { challenge } = await ask("/me/code/challenge");
    const possession = await Cose.possession(read(challenge), phone.point, phone.key);
    const body = { key: written(phone.point), possession: written(possession), label };
    if (replaces) body.replaces = replaces;
    const answer = await ask("/me/code/phones", body);
    await navigator.storage?.persist?.();
    return Store.change(kept(answer));
  }

  async function renew(phone) {
    const answer = await ask(`${CARRIERS}/${phone.carrier}/renewal`, {});
    return answer.replayed ? phone : Store.change(kept(answer));
  }

  // Returns the resident's phones and cards, and how far this clock is off, in milliseconds.
  async function state() {
    const before = Date.now();
    const answer = await ask(CARRIERS);
    const middle = (before + Date.now()) / 2;
    return { carriers: answer.carriers, skew: answer.now * 1000 + 500 - middle };
  }

  function label() {
    const agent = navigator.userAgent;
    const known = ["iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Macintosh"];
    return known.find((name) => agent.includes(name)) || "";
  }

  return Object.freeze({ bind, renew, state, label, Offline, SignedOut, Refused });
})();
