// Why a code opens or not, in both languages. Written from the list in Python and never by hand:
// .venv/bin/python -m tests.portal.verify_reasons

export const REASONS = Object.freeze({
  OK: {
    code: "code.R001",
    zh:
      "有效。",
    en:
      "Valid.",
  },
  STATIC: {
    code: "code.R002",
    zh:
      "有效的纸质卡。卡上的码不会变，请核对持卡人；能联网时请联网核验，以便计次。",
    en:
      "A valid printed card. Its code never changes: look at the holder, and verify " +
      "online where you can, so that the use is counted.",
  },
  MALFORMED: {
    code: "code.R003",
    zh:
      "这不是融城码，或没有扫全。请把码放平、调亮屏幕，再扫一次。",
    en:
      "This is no Rongcheng code, or it was not scanned whole. Hold it flat, brighten " +
      "the screen, scan again.",
  },
  UNKNOWN_ISSUER: {
    code: "code.R004",
    zh:
      "不认得签发的都市圈或密钥。请联网更新公钥清单后再扫。",
    en:
      "The issuing metro area or its key is not known here. Go online, fetch the key " +
      "set, try again.",
  },
  BAD_SIGNATURE: {
    code: "code.R005",
    zh:
      "签名不对，这个码不可信。请本人打开「我的码」重新出示。",
    en:
      "A signature is wrong, do not trust the code. Ask the holder to open “My code” " +
      "and show it.",
  },
  EXPIRED: {
    code: "code.R006",
    zh:
      "码已过期。请联网打开「我的码」，会自动续期。",
    en:
      "The code has expired. Open “My code” with a network; it renews by itself.",
  },
  NOT_YET_VALID: {
    code: "code.R007",
    zh:
      "码还没有生效。请核对本机时间，或稍后再试。",
    en:
      "The code is not valid yet. Check this device's clock, or try later.",
  },
  REVOKED: {
    code: "code.R008",
    zh:
      "码已停用：手机挂失、更换，或卡已注销。请持卡人到「我的码」或窗口重新办理。",
    en:
      "The code was revoked: a phone lost or replaced, or a card withdrawn. The holder " +
      "gets a new one in “My code” or at a window.",
  },
  STALE_STATUS_LIST: {
    code: "code.R009",
    zh:
      "本机的停用清单太旧，无法确认这个码是否已停用。请联网更新后再扫。",
    en:
      "This device's list of revoked codes is too old to tell. Go online, fetch it, " +
      "scan again.",
  },
  REPLAYED: {
    code: "code.R010",
    zh:
      "这个码刚用过。请等屏幕上的码变化后再扫。",
    en:
      "This code was just used. Wait until it changes on the screen, then scan again.",
  },
  PROOF_TOO_OLD: {
    code: "code.R011",
    zh:
      "码不是现在生成的，可能是截图，或手机时间不准。请本人打开「我的码」再扫。",
    en:
      "The code was not made now: a screenshot, or the phone's clock is off. Ask the " +
      "holder to open “My code” and scan again.",
  },
  CLOCK_OFF: {
    code: "code.R012",
    zh:
      "码的时间比本机晚，两边有一边时间不准。请核对本机和手机的时间后再扫。",
    en:
      "The code's time is ahead of this device's: one of the clocks is off. Check " +
      "both, scan again.",
  },
  NOT_FOR_THIS_PURPOSE: {
    code: "code.R013",
    zh:
      "这个码不能用于本项业务。请查看「我的码」可用的地方，或改用身份证件。",
    en:
      "The code is not for this purpose. See in “My code” where it can be used, or use " +
      "the ID card.",
  },
  USES_EXCEEDED: {
    code: "code.R014",
    zh:
      "纸质卡的次数已用完。请持卡人到窗口换卡，这次可凭身份证件办理。",
    en:
      "The printed card has been used as often as it may be. A window gives a new one; " +
      "this time the ID card serves.",
  },
  VERIFIER_FULL: {
    code: "code.R015",
    zh:
      "本机一分钟内核验太多，记不下了。请过一分钟再扫。",
    en:
      "This device has verified too many codes within a minute. Scan again in a minute.",
  },
});
