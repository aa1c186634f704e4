// What was just used: a proof opens this desk once. For each credential the latest proof is
// remembered for a minute and a half; when the memory is full it refuses rather than forgets.

import { hex } from "./bytes.js";
import { REASONS } from "./reasons.js";
import { PROOF_SECONDS, SKEW_SECONDS } from "./verifier.js";

const MOST_REMEMBERED = 200_000;
export const KEPT_SECONDS = PROOF_SECONDS + SKEW_SECONDS;

// A memory over two functions: `change(key, decide)` gives what is kept under a key to `decide` and
// keeps what comes back, in one step; `forget(before)` drops what is older and tells how many stay.
export function memory({ change, forget }, most = MOST_REMEMBERED) {
  return {
    async take(credentialId, madeAt, counter, now) {
      const held = await forget(now - KEPT_SECONDS);
      let reason = REASONS.OK;
      await change(hex(credentialId), (known) => {
        if (known && !isLater(madeAt, counter, known)) {
          reason = REASONS.REPLAYED;
          return { ...known, at: now };
        }
        if (!known && held >= most) {
          reason = REASONS.VERIFIER_FULL;
          return null;
        }
        return { madeAt, counter, at: now };
      });
      return reason;
    },
  };
}

function isLater(madeAt, counter, known) {
  return madeAt > known.madeAt || (madeAt === known.madeAt && counter > known.counter);
}
