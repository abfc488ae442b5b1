"""Where each page is; the apps know their own."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("", include("assignments.urls")),
    path("", include("directives.urls")),
    path("", include("agencies.urls")),
]
handler400 = "config.views.not_understood"
handler404 = "config.views.not_found"
handler500 = "config.views.failure"
