// Reads codes from camera and photo: by the browser's own reader where it has one, else by the
// server, which gets a square of grey bytes. Nothing is sent while the browser reads by itself.

const SIDE = 480;
const PHOTO_SIDE = 960;
const PAUSE_MILLISECONDS = 250;
const GONE_MILLISECONDS = 3_000;
// So many characters are of the credential alone, the same in every code of one phone.
const OF_CREDENTIAL = 200;
const REST_MILLISECONDS = 120_000;
const FRAME_MILLISECONDS = 4_000;
const FRAME = "/desk/verify/frame";

// A reader of pictures: `read(source, side)` gives the text in it, empty where there is none, and
// throws where neither browser nor server can read.
export async function pictureReader(token) {
  const detector = await ownReader();
  const canvas = document.createElement("canvas");
  return {
    isOwn: Boolean(detector),
    async read(source, side) {
      if (detector) {
        const found = await detector.detect(source);
        return found.length ? found[0].rawValue : "";
      }
      return ask(greySquare(canvas, source, side), side, token);
    },
  };
}

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

// The middle square of a picture, scaled, one grey byte for each point.
function greySquare(canvas, source, side) {
  const width = source.videoWidth || source.width;
  const height = source.videoHeight || source.height;
  const square = Math.min(width, height);
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const [left, top] = [(width - square) / 2, (height - square) / 2];
  context.drawImage(source, left, top, square, square, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const grey = new Uint8Array(side * side);
  for (let at = 0; at < grey.length; at += 1) {
    const [red, green, blue] = [data[4 * at], data[4 * at + 1], data[4 * at + 2]];
    grey[at] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return grey;
}

async function ask(grey, side, token) {
  const answer = await fetch(`${FRAME}?width=${side}`, {
    method: "POST",
    body: grey,
    headers: {
      Accept: "application/json",
      "Content-Type": "application/octet-stream",
      "X-CSRFToken": token,
    },
    signal: AbortSignal.timeout(FRAME_MILLISECONDS),
  });
  if (!answer.ok || answer.redirected) throw new TypeError(`frame: ${answer.status}`);
  return (await answer.json()).text;
}

// The text in a photo that somebody took; the whole square at twice the size of a frame.
export async function readPhoto(file, reader) {
  return reader.read(await createImageBitmap(file), PHOTO_SIDE);
}

// The camera of a page: `start` shows it, `stop` ends it. Each new text goes to
// `found`, which tells the kind of its answer.
export function camera({ viewer, video, say, reader, found }) {
  let stream = null;
  let last = { text: "", kind: "", seen: 0 };
  let active = 0;

  function stop() {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = video.srcObject = null;
    viewer.hidden = true;
  }

  async function look(own) {
    while (stream === own && Date.now() - active < REST_MILLISECONDS) {
      if (video.readyState >= video.HAVE_CURRENT_DATA && !document.hidden) {
        try {
          await take(await reader.read(video, SIDE));
          say("camera-on");
        } catch (fault) {
          if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
          say("camera-offline");
        }
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
    if (stream === own) {
      stop();
      say("camera-rest");
      viewer.hidden = false;
    }
  }

  // Whoever was accepted may keep the phone there: neither the same code nor the next one of the
  // same phone is asked about until it was taken away.
  async function take(text) {
    if (!text) return;
    const now = Date.now();
    const isGone = now - last.seen > GONE_MILLISECONDS;
    const isSamePhone = text.slice(0, OF_CREDENTIAL) === last.text.slice(0, OF_CREDENTIAL);
    const isKnown = text === last.text || (isSamePhone && last.kind === "yes");
    last.seen = active = now;
    if (isKnown && !isGone) return;
    const kind = await found(text);
    // Another code was being asked about: this one's turn comes with the next picture.
    last = { text: kind ? text : "", kind, seen: Date.now() };
  }

  async function start() {
    viewer.hidden = false;
    say("camera-starting");
    try {
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch (fault) {
      say(fault.name === "NotAllowedError" ? "camera-refused" : "camera-none");
      return;
    }
    video.srcObject = stream;
    await video.play();
    active = Date.now();
    say("camera-on");
    look(stream);
  }

  return { start, stop };
}
