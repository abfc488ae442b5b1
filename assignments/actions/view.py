"""Own saved views. They are a person's convenience, no official fact: no event tells of them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.rules.refusal import NotAllowed
from assignments.models import SavedView

MOST = 20


@transaction.atomic
def save(*, name: str, query: str, by: User) -> SavedView:
    """Keep a filter under a name; the same name again replaces it. At most twenty a person."""
    User.objects.select_for_update().get(pk=by.pk)
    own = SavedView.objects.filter(user=by)
    if own.exclude(name=name).count() >= MOST:
        raise NotAllowed(_("Twenty views are kept: delete one first."))
    last = own.aggregate(last=Max("position"))["last"] or 0
    view, _is_new = SavedView.objects.update_or_create(
        user=by,
        name=name,
        defaults={"query": query},
        create_defaults={"query": query, "position": last + 1},
    )
    return view


def delete(view: SavedView) -> None:
    """Forget a view; its address still works."""
    view.delete()
