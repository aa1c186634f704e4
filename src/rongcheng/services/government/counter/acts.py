"""What a clerk does with a case for who stands there (窗口办理动作), one word for each."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from rongcheng.services.government.applying.applications import (
    Application,
    submit_application,
)
from rongcheng.services.government.applying.delivering import (
    keep_delivery,
    readdress,
    with_deliveries,
)
from rongcheng.services.government.applying.submitting import Submission, check_identity
from rongcheng.services.government.counter.intake import (
    hand_in,
    intake_of,
    keep_answers_and_papers,
    papers_of,
)
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.forms.reading import drop_unasked, read_answers
from rongcheng.services.government.handling.stepping import Step, take_step
from rongcheng.services.government.posting.addresses import read_address
from rongcheng.web.actor import Actor


def act_on(request: HttpRequest, actor: Actor, intake: Application) -> str:
    """Do what the page asks and return the word for what was done.

    Handing over keeps what was typed first, so that nothing is lost when something is missing.
    """
    step, token = request.POST.get("step", ""), request.POST.get("token", "")
    number = intake.first.number
    if step == "withdraw":
        reason = request.POST.get("reason", "")
        with transaction.atomic():
            for case in intake.cases:
                said = Step(f"{token}:{case.item}", reason)
                take_step(actor, case.number, CaseEvent.WITHDRAW, said)
        return "withdrawn"
    if step == "deliver":
        identity = request.POST.get("identity", "")
        check_identity(CaseEvent.DELIVER, identity)
        data = {"by": "counter", "identity": identity}
        take_step(actor, number, CaseEvent.DELIVER, Step(token, data=data))
        return "delivered"
    if step == "address":
        readdress(actor, intake, read_address(request.POST))
        return "readdressed"
    answers = drop_unasked(intake.fields, read_answers(intake.fields, request.POST))
    papers = papers_of(intake, request.POST)
    if step == "supplement":
        hand_in(actor, intake, papers)
        take_step(actor, number, CaseEvent.SUPPLEMENT, Step(token, data={"answers": answers}))
        return "supplemented"
    keep_answers_and_papers(actor, intake, answers, papers)
    keep_delivery(actor, intake, request.POST)
    if step != "submit":
        return "saved"
    # All that is wrong with the answers comes first; how she was known is asked after that.
    identity = request.POST.get("identity", "")
    wanted = Submission(
        token=token,
        identity=identity,
        incomplete=request.POST.get("incomplete") == "yes",
    )
    kept = intake_of(actor, number)
    submit_application(actor, kept, with_deliveries(kept, wanted, request.POST))
    return "submitted"
