"""The app's side of the service zone (服务专区): receivers by city, questions, switches."""

from __future__ import annotations

import threading

from rongcheng.reference_app.asking import ITEMS, Answer, Core, ask, ask_case, catch_up
from rongcheng.reference_app.people import AppCity, Registry
from rongcheng.reference_app.receiver import Heard, Json, Receiver

MOST_SHOWN = 20


class Zone:
    """The receivers of all cities that subscribed."""

    def __init__(self, registry: Registry) -> None:
        """Begin with nothing heard."""
        self._registry = registry
        self.receivers = {
            code: Receiver(city.webhook_secret)
            for code, city in registry.cities.items()
            if city.webhook_secret
        }
        self._asking = threading.Lock()

    def core_of(self, city: AppCity) -> Core:
        """Return where this city's app asks, and as whom."""
        return Core(self._registry.core, city.endpoint, self.receivers[city.code].secrets[-1])

    def act(self, city: AppCity, form: dict[str, str]) -> Json:
        """Do what a test asks of one city's app, and return what it heard so far.

        `receiving` switches a fault (`well`: none), `ask` is `missing` or `again`, `secret_next`
        is a new secret, `case` with `subject` asks for one case.
        """
        receiver = self.receivers[city.code]
        said: Json = {}
        if "receiving" in form:
            receiver.misbehave("" if form["receiving"] == "well" else form["receiving"])
        if form.get("secret_next"):
            receiver.secrets.append(form["secret_next"])
        if form.get("ask") in {"missing", "again"}:
            with self._asking:
                again = form["ask"] == "again"
                said["answer"] = catch_up(self.core_of(city), receiver, again=again).value
        if form.get("case"):
            answer, found = self.ask_case(city, form["case"], form.get("subject", ""))
            said |= {"answer": answer.value, "said": found}
        return receiver.report() | said

    def ask_case(self, city: AppCity, number: str, subject: str) -> tuple[Answer, Json]:
        """Ask Rongcheng how a case stands."""
        return ask_case(self.core_of(city), number, subject)

    def look(self, city: AppCity) -> tuple[list[Json], list[Heard]]:
        """Return the items of the zone and how the newest cases stand, what was missed included."""
        receiver, core = self.receivers[city.code], self.core_of(city)
        answer, said = ask(core, f"{ITEMS}?app={city.code}")
        if answer is Answer.FOUND and receiver.complete_until() < receiver.highest():
            with self._asking:
                catch_up(core, receiver)
        newest = sorted(receiver.cases.values(), key=lambda one: -one.position)
        return list(said.get("items", [])), newest[:MOST_SHOWN]
