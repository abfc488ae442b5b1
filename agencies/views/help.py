"""Help: one page for each role, in plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from agencies.models.standing import Standing
from agencies.rules.roles import Role

PAGES = {
    "officer": _("Officer"),
    "contact": _("Contact of a body"),
    "head": _("Head, deputy, unit head"),
    "ppc-office": _("Office of the PPC"),
    "leader": _("Leader, leader's secretary"),
    "home-affairs": _("Home Affairs"),
    "administrator": _("Administrator"),
    "days": _("Days and due dates"),
}
_BY_ROLE = {Role.OFFICER: "officer", Role.CONTACT: "contact", Role.ADMINISTRATOR: "administrator"}


def own_page(standing: Standing) -> str:
    """The page that fits the seat one acts in."""
    if standing.is_leadership:
        return "leader"
    if standing.is_ppc_office:
        return "ppc-office"
    if standing.is_home_affairs:
        return "home-affairs"
    return _BY_ROLE.get(standing.role, "head") if standing.role else "officer"


def help_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The page named, or that of one's own role."""
    slug = slug or own_page(request.user.standing)
    if slug not in PAGES:
        raise Http404
    context = {"slug": slug, "title": PAGES[slug], "pages": PAGES}
    return render(request, f"help/{slug.replace('-', '_')}.html", context)
