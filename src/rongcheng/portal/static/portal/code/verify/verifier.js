// Verifies a code with no network, as docs/code.md says and the library in Python does: two
// signatures, dates, purpose, revocation, and whether the proof was used before. Whatever is
// scanned, the answer is one reason; nothing is thrown.

import { decode } from "./base45.js";
import { Malformed, isEqual, malformed } from "./bytes.js";
import { decodeClaims } from "./claims.js";
import { HOLDER_HEADER, isSignedBy, keyIdOf, keyOfPoint, readSigned } from "./cose.js";
import { decodeProof, hashOf } from "./proof.js";
import { REASONS } from "./reasons.js";
import { isRevoked } from "./status.js";

export const PURPOSES = { health_desk: 1, window: 2, transit: 3, park: 4, venue: 5 };
export const PROOF_SECONDS = 60;
export const SKEW_SECONDS = 30;
export const STATUS_SECONDS = 86_400;
const PREFIX = "RC1:";
const LONGEST_TEXT = 1_000;

// Whether a text opens a purpose at a second: {reason, claims, accepted}. `seen.take` remembers.
export async function verify(text, { at, purpose, keys, lists, seen }) {
  const gate = { at, purpose: PURPOSES[purpose], keys, lists, seen };
  const verdict = { claims: null };
  try {
    verdict.reason = await judged(text, gate, verdict);
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    verdict.reason = REASONS.MALFORMED;
  }
  verdict.accepted = [REASONS.OK, REASONS.STATIC].includes(verdict.reason);
  return verdict;
}

async function judged(text, gate, verdict) {
  const scanned = readText(text);
  const key = gate.keys.find(keyIdOf(scanned.credential.header));
  if (!key) return REASONS.UNKNOWN_ISSUER;
  if (!(await isSignedBy(scanned.credential, key.public))) return REASONS.BAD_SIGNATURE;
  const claims = decodeClaims(scanned.credential.payload);
  verdict.claims = claims;
  return (
    ofIssuer(claims, key) ||
    ofDates(claims, gate.at) ||
    (claims.purposes.includes(gate.purpose) ? null : REASONS.NOT_FOR_THIS_PURPOSE) ||
    ofStatus(claims, gate) ||
    ofProof(scanned, claims, gate)
  );
}

function readText(text) {
  const fits = typeof text === "string" && text.startsWith(PREFIX);
  if (!fits || text.length <= PREFIX.length || text.length > LONGEST_TEXT) malformed();
  const data = decode(text.slice(PREFIX.length));
  const credential = readSigned(data);
  const bytes = data.slice(0, credential.end);
  if (credential.end === data.length) return { credential, proof: null, bytes };
  const proof = readSigned(data, credential.end);
  if (proof.end !== data.length || !isEqual(proof.header, HOLDER_HEADER)) malformed();
  return { credential, proof, bytes };
}

// A key speaks for its own metro area only, and only for what it signed in its time.
function ofIssuer(claims, key) {
  const inTime = key.validFrom <= claims.issuedAt && claims.issuedAt < key.validUntil;
  return claims.metro === key.metro && inTime ? null : REASONS.UNKNOWN_ISSUER;
}

function ofDates(claims, at) {
  if (at < claims.notBefore - SKEW_SECONDS) return REASONS.NOT_YET_VALID;
  return at >= claims.expiresAt ? REASONS.EXPIRED : null;
}

function ofStatus(claims, gate) {
  const list = gate.lists.find(claims.metro, claims.listNumber);
  if (!list || gate.at >= list.expiresAt || gate.at - list.issuedAt > STATUS_SECONDS) {
    return REASONS.STALE_STATUS_LIST;
  }
  if (list.issuedAt > gate.at + SKEW_SECONDS) return REASONS.CLOCK_OFF;
  return isRevoked(list, claims.listIndex) ? REASONS.REVOKED : null;
}

async function ofProof(scanned, claims, gate) {
  if (!claims.holder) return scanned.proof ? REASONS.MALFORMED : REASONS.STATIC;
  if (!scanned.proof) return REASONS.MALFORMED;
  const key = await keyOfPoint(claims.holder);
  if (!(await isSignedBy(scanned.proof, key))) return REASONS.BAD_SIGNATURE;
  const proof = decodeProof(scanned.proof.payload);
  if (!isEqual(proof.credentialHash, await hashOf(scanned.bytes))) return REASONS.BAD_SIGNATURE;
  return (
    ofMoment(proof, gate) ||
    gate.seen.take(claims.credentialId, proof.madeAt, proof.counter, gate.at)
  );
}

function ofMoment(proof, gate) {
  if (![0, gate.purpose].includes(proof.purpose)) return REASONS.NOT_FOR_THIS_PURPOSE;
  if (proof.madeAt > gate.at + SKEW_SECONDS) return REASONS.CLOCK_OFF;
  return gate.at - proof.madeAt > PROOF_SECONDS ? REASONS.PROOF_TOO_OLD : null;
}
