"""Addresses of the pages of this app."""

from django.urls import path

from agencies.views import (
    access,
    account,
    agency,
    calendar,
    delegation,
    help,
    person,
    routing,
    seat,
)

urlpatterns = [
    path("account/", account.account, name="account"),
    path("language/", account.language, name="language"),
    path("seat/", account.seat_switch, name="seat-switch"),
    path("agencies/", agency.agency_list, name="agency-list"),
    path("agencies/<int:pk>/mailbox/", agency.agency_mailbox, name="agency-mailbox"),
    path("agencies/<int:pk>/units/new/", agency.unit_new, name="unit-new"),
    path("units/<int:pk>/end/", agency.unit_end, name="unit-end"),
    path("people/", person.people_list, name="people-list"),
    path("people/new/", person.person_new, name="person-new"),
    path("people/<int:pk>/", person.person_detail, name="person-detail"),
    path("people/<int:pk>/edit/", person.person_edit, name="person-edit"),
    path("people/<int:pk>/link/", access.person_link, name="person-link"),
    path("people/<int:pk>/access/<slug:what>/", access.person_access, name="person-access"),
    path("seats/<int:pk>/edit/", seat.seat_edit, name="seat-edit"),
    path("delegations/", delegation.delegation_list, name="delegation-list"),
    path("delegations/new/", delegation.delegation_new, name="delegation-new"),
    path("delegations/<int:pk>/end/", delegation.delegation_end, name="delegation-end"),
    path("routings/", routing.routing_list, name="routing-list"),
    path("routings/new/", routing.routing_new, name="routing-new"),
    path("routings/<int:pk>/end/", routing.routing_end, name="routing-end"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/changes/new/", calendar.calendar_change_new, name="calendar-change-new"),
    path("help/", help.help_page, name="help"),
    path("help/<slug:slug>/", help.help_page, name="help-page"),
]
