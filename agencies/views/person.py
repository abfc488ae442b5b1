"""People: the list, one person, entering and correcting."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions import person as actions
from agencies.forms.person import PeopleFilter, PersonForm
from agencies.models import Seat, User
from agencies.models.person import UserQuerySet, is_not_over
from agencies.rights import Who, allows
from agencies.rules.refusal import Stale
from agencies.views.asking import ask_page, conflict_page, is_sent, refusing, typed
from agencies.views.delegation import rows_of
from agencies.views.paging import bounded, page_of
from audit.models import Event

SIZE = 50
EVENTS_SHOWN = 50
TOLD = {
    "person.enter": gettext_lazy("Entered"),
    "person.correct": gettext_lazy("Details corrected"),
    "person.make_link": gettext_lazy("One-time link made"),
    "person.give_password": gettext_lazy("Password given for the trial"),
    "person.disable": gettext_lazy("Sign-in switched off"),
    "person.enable": gettext_lazy("Sign-in switched on"),
    "person.sign_out": gettext_lazy("Signed out everywhere"),
    "person.drop_second_factor": gettext_lazy("Second step dropped"),
}


def keeps(request: HttpRequest, who: Who = Who.KEEPERS) -> bool:
    return allows(who, request.user.standing, signed_in=True)


def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody whom one may look up, by name."""
    form = PeopleFilter(request.GET, is_keeper=keeps(request), on=request.today)
    people = _filtered(request, form)
    held = Seat.objects.held(request.today).select_related("agency").order_by("pk")
    rows = people.prefetch_related(Prefetch("seats", held, to_attr="now_held"))
    page = page_of(rows.order_by("sort_key", "pk"), ["sort_key", "pk"], size=SIZE, request=request)
    context = {
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": page,
        "count": bounded(people),
        "people": [{"person": p, "account": _account(p), "seats": p.now_held} for p in page.rows],
        "is_keeper": keeps(request),
    }
    return render(request, "agencies/people_list.html", context)


def _filtered(request: HttpRequest, form: PeopleFilter) -> UserQuerySet:
    people: UserQuerySet = User.objects.visible_to(request.user)
    if not form.is_valid():
        return people.none()
    if text := form.cleaned_data["q"]:
        people = people.matching(text)
    if body := form.cleaned_data["body"]:
        held = Seat.objects.held(request.today).filter(agency=body)
        people = people.filter(pk__in=held.values("user"))
    unusable = {"password__startswith": UNUSABLE_PASSWORD_PREFIX}
    match form.cleaned_data.get("state"):
        case "in":
            return people.filter(is_active=True).exclude(**unusable)
        case "waiting":
            return people.filter(is_active=True, **unusable)
        case "off":
            return people.filter(is_active=False)
        case "seatless":
            return people.exclude(pk__in=Seat.objects.held(request.today).values("user"))
    return people


def _account(person: User) -> tuple[str, str]:
    """Kind of pill and its words."""
    if not person.is_active:
        return "paused", _("switched off")
    if not person.has_usable_password():
        return "none", _("no password yet")
    return "ok", _("may sign in")


def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: seats, absences; for keepers also the account and its history."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    seats = list(
        Seat.objects.visible_to(request.user)
        .filter(user=person)
        .select_related("agency", "unit", "assists__user")
        .prefetch_related("functions")
        .order_by("-valid_from", "-pk")
    )
    held = [s for s in seats if s.valid_from <= request.today and not _is_over(s, request)]
    ids = [s.pk for s in seats]
    own = Q(absent__in=ids) | Q(substitute__in=ids)
    rows = rows_of(request, own & is_not_over(request.today))
    is_keeper = keeps(request)
    context = {
        "person": person,
        "shows_contact": is_keeper or _is_colleague(request, held) or person == request.user,
        "held": held,
        "later": [s for s in seats if s.valid_from > request.today],
        "over": [s for s in seats if _is_over(s, request)],
        "given": [r for r in rows if r["row"].absent_id in ids],
        "received": [r for r in rows if r["row"].substitute_id in ids],
        "handovers": [s.pk for s in seats if s.valid_to and _hands_over(request, s)],
        "is_keeper": is_keeper,
        "is_administrator": keeps(request, Who.ADMINISTRATOR),
        "account": _account(person),
        "events": _events(person) if is_keeper else [],
    }
    if context["is_administrator"]:
        context["has_second_factor"] = is_mfa_enabled(person)
        context["session_count"] = UserSession.objects.filter(user=person).count()
    return render(request, "agencies/person_detail.html", context)


def _is_over(seat: Seat, request: HttpRequest) -> bool:
    return seat.valid_to is not None and seat.valid_to <= request.today


def _hands_over(request: HttpRequest, seat: Seat) -> bool:
    """Whether the list of what this seat carried is for the viewer: inside the body alone."""
    standing = request.user.standing
    own = seat.agency_id in standing.bodies or seat.user_id == request.user.pk
    return standing.is_business and own


def _is_colleague(request: HttpRequest, held: list[Seat]) -> bool:
    return any(s.agency_id in request.user.standing.bodies for s in held)


def _events(person: User) -> list[dict[str, Any]]:
    found = Event.objects.filter(subject_type="agencies.user", subject_id=person.pk)
    return [
        {
            "when": event.at,
            "tone": "",
            "icon": "person",
            "parts": [
                {"text": TOLD.get(event.kind, event.kind), "is_strong": True},
                {"text": event.actor},
            ],
            "quote": event.note,
        }
        for event in found.order_by("-pk")[:EVENTS_SHOWN]
    ]


def person_new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(typed(request))
    if is_sent(request, form):
        given = {k: form.cleaned_data[k] for k in ("full_name", "email", "phone")}
        with refusing(form):
            person = actions.enter(**given, by=request.user.seat, at=request.now)
            messages.success(request, _("Entered. Now open a seat for this person."))
            return redirect("person-detail", person.pk)
    return ask_page(
        request,
        form,
        title=_("New person"),
        lead=_("A person first, then a seat in a body, then a one-time link to sign in."),
        submit=_("Enter this person"),
        back_url=reverse("people-list"),
        crumbs=[(_("People"), reverse("people-list"))],
    )


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    now = {"full_name": person.full_name, "email": person.email or "", "phone": person.phone}
    form = PersonForm(typed(request), initial={**now, "revision": person.revision})
    here = reverse("person-detail", args=[pk])
    title = _("Correct the details of %(name)s") % {"name": person.full_name}
    if is_sent(request, form):
        try:
            with refusing(form):
                actions.correct(person, **form.cleaned_data, by=request.user.seat, at=request.now)
                messages.success(request, _("Saved."))
                return redirect(here)
        except Stale as stale:
            return conflict_page(request, form, stale, title=title, now=now, back_url=here)
    crumbs = [(_("People"), reverse("people-list")), (person.full_name, here)]
    return ask_page(request, form, title=title, submit=_("Save"), back_url=here, crumbs=crumbs)
