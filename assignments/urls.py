"""Addresses of the pages of this app."""

from django.urls import path

from assignments.views import (
    agency,
    batch,
    bulk,
    calendar,
    clauses,
    detail,
    directive,
    files,
    handover,
    home,
    moves,
    new,
    search,
    seats,
    series,
    succession,
    views,
)
from assignments.views import list as lists

# Every move of the table has a page under its own name, with hyphens.
_MOVES = [
    path(
        f"assignments/<int:pk>/{name.replace('_', '-')}/",
        moves.move,
        {"move": name},
        name=f"assignment-{name.replace('_', '-')}",
    )
    for name in moves.FORMS
]

urlpatterns = [
    # first screen, lists, search
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("assignments/", lists.assignment_list, name="assignment-list"),
    path("assignments/acknowledge/", bulk.assignments_acknowledge, name="assignments-acknowledge"),
    path("assignments/confirm/", bulk.assignments_confirm, name="assignments-confirm"),
    path("views/save/", views.saved_view_save, name="saved-view-save"),
    path("views/<int:pk>/delete/", views.saved_view_delete, name="saved-view-delete"),
    # giving work
    path("assignments/new/", new.new, name="assignment-new"),
    path("assignments/<int:pk>/edit/", new.edit, name="assignment-edit"),
    path("batches/<int:pk>/", batch.batch_detail, name="batch-detail"),
    path("series/<int:pk>/edit/", series.series_edit, name="series-edit"),
    # one assignment
    path("assignments/<int:pk>/", detail.detail, name="assignment-detail"),
    path(
        "assignments/<int:pk>/files/<int:file_pk>/", files.assignment_file, name="assignment-file"
    ),
    path(
        "assignments/<int:pk>/files/<int:file_pk>/remove/",
        files.assignment_file_remove,
        name="assignment-file-remove",
    ),
    *_MOVES,
    # documents
    path("directives/<int:pk>/", directive.directive_detail, name="directive-detail"),
    path("directives/<int:pk>/receive/", directive.directive_receive, name="directive-receive"),
    path("directives/<int:pk>/clauses/", clauses.directive_clauses, name="directive-clauses"),
    # bodies, people, days
    path("agencies/<int:pk>/", agency.agency_detail, name="agency-detail"),
    path("agencies/<int:pk>/succeed/", succession.agency_succeed, name="agency-succeed"),
    path("successions/", succession.succession_queue, name="succession-queue"),
    path("successions/decide/", succession.succession_decide, name="succession-decide"),
    path("successions/<int:pk>/confirm/", succession.succession_confirm, name="succession-confirm"),
    path("successions/<int:pk>/reject/", succession.succession_reject, name="succession-reject"),
    path("people/<int:pk>/seats/new/", seats.seat_new, name="seat-new"),
    path("seats/<int:pk>/end/", seats.seat_end, name="seat-end"),
    path("seats/<int:pk>/handover/", handover.handover, name="handover"),
    path(
        "calendar/changes/<int:pk>/",
        calendar.calendar_change_detail,
        name="calendar-change-detail",
    ),
]
