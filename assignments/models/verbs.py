"""How the stages, the timing and the moves of an assignment are called (design, glossary)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.rules.assignment import Box, Stage, Timing

Text = str | Promise

STAGES: dict[str, Text] = {
    Stage.DRAFT: _("draft"),
    Stage.ISSUED: _("issued, not yet acknowledged"),
    Stage.ACKNOWLEDGED: _("acknowledged"),
    Stage.SUBMITTED: _("submitted, waits for confirmation"),
    Stage.DONE: _("completion confirmed"),
    Stage.RETURNED: _("returned to the assigner"),
    Stage.WITHDRAWN: _("withdrawn"),
}
TIMINGS: dict[str, Text] = {
    Timing.DATED: _("dated"),
    Timing.PERIODIC: _("periodic"),
    Timing.CONTINUOUS: _("standing"),
    Timing.NONE: _("no due date"),
}
BOXES: dict[str, Text] = {
    Box.DONE_ON_TIME: _("Done on time"),
    Box.DONE_LATE: _("Done late"),
    Box.OPEN_IN_TIME: _("Not done, in time"),
    Box.OPEN_OVERDUE: _("Not done, overdue"),
    Box.NO_DEADLINE_OPEN: _("No due date, not done"),
    Box.NO_DEADLINE_DONE: _("No due date, done"),
}


@dataclass(frozen=True)
class Verb:
    """How a move is called: on its button, as its page, in one line below, when it is done."""

    verb: Text
    title: Text
    hint: Text
    done: Text
    icon: str = "check"
    is_grave: bool = False


VERBS: dict[str, Verb] = {
    "edit": Verb(
        _("Edit the draft"), _("Edit the draft"), _("Nobody outside sees a draft."),
        _("The draft is saved."), "edit",
    ),
    "issue": Verb(
        pgettext_lazy("verb", "Issue"), _("Issue this assignment"),
        _("From the issue on, the head of the lead body is accountable."),
        _("The assignment is issued."), "send",
    ),
    "clarify": Verb(
        _("Complete the order"), _("Complete an unclear order"),
        _("What the order lacked is added; the due date stays."),
        _("The order is completed."), "edit",
    ),
    "acknowledge": Verb(
        _("Acknowledge"), _("Acknowledge and name the officer"),
        _("The officer's name is shown inside the body only."),
        _("Acknowledged; the officer is named."), "check",
    ),
    "change_officer": Verb(
        _("Change the officer"), _("Hand over to another officer"),
        _("Time already used stays with the body."),
        _("The officer is changed."), "person",
    ),
    "report_progress": Verb(
        _("Update progress"), _("Update progress"),
        _("Progress informs; only a result with a product ends the work."),
        _("Progress is recorded."), "doc",
    ),
    "prepare": Verb(
        _("Prepare the result"), _("Prepare the result for approval"),
        _("The head or a deputy of the body approves it; only then is it submitted."),
        _("The result is prepared and waits for approval."), "doc",
    ),
    "submit": Verb(
        _("Submit result"), _("Submit the result"),
        _("The day on which the result's document was issued decides whether it is on time."),
        _("The result is submitted and waits for confirmation."), "send",
    ),
    "hand_back": Verb(
        _("Hand back to the officer"), _("Hand the preparation back to the officer"),
        _("It stays inside the body; stage and due date do not change."),
        _("The preparation is handed back to the officer."), "back",
    ),
    "send_back": Verb(
        _("Send back"), _("Send the result back for completion"),
        _("The submission is void; the clock had never stopped."),
        _("The result is sent back."), "back",
    ),
    "confirm": Verb(
        _("Confirm completion"), _("Confirm completion"),
        _("Confirming fixes whether the work was done on time."),
        _("Completion is confirmed."), "check",
    ),
    "request_return": Verb(
        _("Request return"), _("Request that the work be given to another body"),
        _("Until it is decided the clock runs; a refused request changes nothing."),
        _("The request is sent to the assigner."), "send",
    ),
    "accept_return": Verb(
        _("Accept the return"), _("Accept the request for return"),
        _("The time since the request is the assigner's, until the work is reissued."),
        _("The work is returned; reissue it to a body."), "check",
    ),
    "refuse_return": Verb(
        _("Refuse the return"), _("Keep the work where it is"),
        _("As if the request had never been made."),
        _("The request for return is refused."), "x",
    ),
    "reissue": Verb(
        _("Reissue"), _("Reissue the work"),
        _("The original due date stays unless a new one is decided."),
        _("The work is reissued."), "send",
    ),
    "reassign": Verb(
        _("Reassign"), _("Give the work to another body"),
        _("The new body acknowledges anew; reassigned while overdue it is counted apart."),
        _("The work is reassigned."), "right",
    ),
    "request_extension": Verb(
        _("Request extension"), _("Request an extension"),
        _("On or before the due date. The original due date stays in the reports."),
        _("The request for extension is sent."), "cal",
    ),
    "put_up_extension": Verb(
        _("Put up the extension"), _("Put the extension up to the leader"),
        _("Until it is decided others see the day on which it was put up."),
        _("The day of putting up is recorded."), "up",
    ),
    "grant_extension": Verb(
        _("Grant the extension"), _("Grant the extension"),
        _("It applies from the day of the decision; the original due date stays in the reports."),
        _("The extension is granted."), "cal",
    ),
    "refuse_extension": Verb(
        _("Refuse the extension"), _("Refuse the extension"),
        _("The due date stays."), _("The extension is refused."), "x",
    ),
    "redate": Verb(
        _("Set a new due date"), _("Set a new due date"),
        _("Set while overdue it is counted apart, with the name and the reason."),
        _("The new due date is set."), "cal",
    ),
    "pause": Verb(
        _("Pause"), _("Pause the work"),
        _("The clock stands from the day of the decision; resuming adds the working days since."),
        _("The work is paused."), "pause",
    ),
    "resume": Verb(
        _("Resume"), _("Resume the work"),
        _("The due date moves by the working days for which the clock stood."),
        _("The clock runs again."), "right",
    ),
    "request_cause": Verb(
        _("Ask to confirm an objective cause"), _("Ask to confirm an objective cause"),
        _("The monitor decides; the due date stays."),
        _("The request is sent to the monitor."), "flag",
    ),
    "confirm_cause": Verb(
        _("Confirm the cause"), _("Confirm the objective cause"),
        _("It is noted beside the delay and changes no box."),
        _("The objective cause is confirmed."), "check",
    ),
    "refuse_cause": Verb(
        _("Refuse the cause"), _("Refuse the objective cause"),
        _("The request stays in the history."),
        _("The objective cause is refused."), "x",
    ),
    "send_part": Verb(
        _("Send own part"), _("Send the cooperating body's part"),
        _("The day of the document decides whether the part is on time."),
        _("The part is recorded as sent."), "send",
    ),
    "reopen": Verb(
        _("Reopen"), _("Reopen a confirmed result"),
        _("The clock had never stopped; the work is open again."),
        _("The work is open again."), "back", is_grave=True,
    ),
    "withdraw": Verb(
        _("Withdraw"), _("Withdraw the assignment"),
        _("The work ends without a result; withdrawn while overdue it is counted apart."),
        _("The assignment is withdrawn."), "x", is_grave=True,
    ),
}  # fmt: skip

# What a head meets when the officer has prepared the result.
REVIEW = Verb(
    _("View and approve"), _("View and approve the result"),
    VERBS["submit"].hint, VERBS["submit"].done, "check",
)  # fmt: skip

# How a result is given anew when the last one did not stand, by the officer and by the head.
RESULT_MOVES = ("submit", "prepare")
RESUBMIT = _("Complete and resubmit")

# A decision and its opposite: the page of the one offers the other beside it.
_PAIRS = (
    ("grant_extension", "refuse_extension"),
    ("accept_return", "refuse_return"),
    ("confirm", "send_back"),
    ("submit", "hand_back"),
    ("confirm_cause", "refuse_cause"),
)
OPPOSITE = dict(_PAIRS) | {other: move for move, other in _PAIRS}
