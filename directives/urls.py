"""Addresses of the pages of this app."""

from django.urls import path

from directives.views import directive, file, obligation, provision

urlpatterns = [
    path("directives/", directive.directive_list, name="directive-list"),
    path("directives/new/", directive.directive_new, name="directive-new"),
    path("directives/<int:pk>/edit/", directive.directive_edit, name="directive-edit"),
    path("directives/<int:pk>/files/<int:file_pk>/", file.directive_file, name="directive-file"),
    path("directives/<int:pk>/obligations/new/", obligation.obligation_new, name="obligation-new"),
    path("obligations/<int:pk>/", obligation.obligation_edit, name="obligation-edit"),
    # legal parameters
    path("provisions/", provision.provision_list, name="provision-list"),
    path("provisions/<int:pk>/", provision.provision_edit, name="provision-edit"),
]
