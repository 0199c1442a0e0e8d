"""Addresses of awards: public pages and the secretary's."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from awards import views

app_name = "awards"

public = [
    path(_("awards/"), views.RoundList.as_view(), name="list"),
    path(_("awards/<slug:slug>/"), views.RoundDetail.as_view(), name="detail"),
    path(_("verify/"), views.Verify.as_view(), name="verify-form"),
    path(_("verify/<str:token>/"), views.Verify.as_view(), name="verify"),
]
secretary: list = []

urlpatterns = [*public, *secretary]
