"""A phone with the code's page in a real browser: signed in, scanned, verified as a gate does."""

from __future__ import annotations

import json
import time
from datetime import datetime
from urllib.request import urlopen

import numpy as np
import zxingcpp
from playwright.sync_api import BrowserContext, Page

from rongcheng.foundation.code.offline.keyset import KeySet, read_jwks
from rongcheng.foundation.code.offline.seen import SeenHere
from rongcheng.foundation.code.offline.status import StatusLists, read_status_list
from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.kernel.clock import SHANGHAI
from tests.plugins.live import LiveServer

DRAWN = """() => {
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let dots = "";
  for (let at = 0; at < data.length; at += 4) dots += data[at] > 127 ? "1" : "0";
  return [canvas.width, dots];
}"""

PRINTED = """async () => {
  const drawing = document.querySelector(".paper-code svg").cloneNode(true);
  for (const side of ["width", "height"]) drawing.setAttribute(side, "600");
  const picture = new Image();
  const text = new XMLSerializer().serializeToString(drawing);
  picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 600;
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, 600, 600);
  brush.drawImage(picture, 0, 0);
  const { data } = brush.getImageData(0, 0, 600, 600);
  let dots = "";
  for (let at = 0; at < data.length; at += 4) dots += data[at] > 127 ? "1" : "0";
  return [600, dots];
}"""


class Gate:
    """A gate of a park that pinned its keys and lists beforehand."""

    def __init__(self, live: LiveServer) -> None:
        """Fetch keys and lists once."""
        self.keys: KeySet = read_jwks(json.loads(fetch(live, "/code/keys")))
        index = json.loads(fetch(live, "/code/status"))["lists"]
        read = [read_status_list(fetch(live, row["href"]), self.keys) for row in index]
        self.lists, self.seen = StatusLists(read), SeenHere()

    def reason(self, text: str, *, later: float = 0, purpose: Purpose = Purpose.PARK) -> str:
        """Return the reason code of a scanned code, some seconds later than now."""
        at = datetime.fromtimestamp(time.time() + later, SHANGHAI)
        known = {"keys": self.keys, "status_lists": self.lists, "seen": self.seen}
        return str(verify(text, at=at, purpose=purpose, **known).reason.code)


def fetch(live: LiveServer, path: str) -> bytes:
    with urlopen(live.url + path) as answer:
        return bytes(answer.read())


def read_dots(width: int, dots: str) -> str:
    """Return the text of a drawn code, as a scanner reads it."""
    picture = np.frombuffer(dots.encode(), dtype=np.uint8).reshape(width, -1)
    (found,) = zxingcpp.read_barcodes((picture - ord("0")) * np.uint8(255))
    return str(found.text)


def scanned(page: Page) -> str:
    """Return the text of the code on the screen."""
    return read_dots(*page.evaluate(DRAWN))


def printed(page: Page) -> str:
    """Return the text of the card's sheet."""
    return read_dots(*page.evaluate(PRINTED))


def wait_for(page: Page, state: str) -> None:
    page.wait_for_selector(f"body[data-state={state}]")


def shown_counter(page: Page, after: int = 0) -> int:
    """Wait until a code is drawn, another one than number `after`, and return its number."""
    page.wait_for_selector(f"canvas[data-counter]:not([data-counter='{after}'])", state="attached")
    return int(page.locator("canvas").get_attribute("data-counter") or 0)


def sign_in(page: Page, live: LiveServer, login: str) -> None:
    page.goto(f"{live.url}/signin?next=/me/code")
    page.click(f'button[value="{login}"]')
    page.wait_for_url(f"{live.url}/me/code")


def open_code(page: Page, live: LiveServer, login: str) -> None:
    """Sign in and open the code on this phone."""
    sign_in(page, live, login)
    wait_for(page, "none")
    page.click("#bind button")
    wait_for(page, "code")
    shown_counter(page)


def wait_until_kept(page: Page) -> None:
    """Wait until the page opens without a network."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        "async () => { const [name] = await caches.keys();"
        " return Boolean(name && await (await caches.open(name)).match('/me/code')); }"
    )


def carriers(context: BrowserContext, live: LiveServer) -> list[dict[str, object]]:
    """Return the phones and cards of whoever is signed in, newest first."""
    found = context.request.get(f"{live.url}/me/code/carriers").json()["carriers"]
    return sorted(found, key=lambda one: -int(one["carrier"]))


def stop_all(context: BrowserContext, live: LiveServer) -> None:
    """Stop the phones of whoever is signed in, so that the next test has room for its own."""
    if not context.request.get(f"{live.url}/me/code/carriers").ok:
        return
    (token,) = [c["value"] for c in context.cookies() if c["name"] == "csrftoken"]
    for one in carriers(context, live):
        if one["revoked_at"] is None:
            address = f"{live.url}/me/code/carriers/{one['carrier']}/revocation"
            headers = {"X-CSRFToken": token}
            assert context.request.post(address, data={"reason": "unused"}, headers=headers).ok
