"""A look at a page as somebody else gets it writes nothing and never fails."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path

import portal.urls
from accounts.asking import FormReader, page_at
from accounts.models import Invitation
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def writes(request):
    UserFactory(email="seen@example.org")
    return HttpResponse(f"{request.user} {request.get_host()}")


def fails(request):
    raise RuntimeError("broken")


def breaks_the_database(request):
    Invitation.objects.create(user_id=None)


def gone(request):
    raise Http404


def closed(request):
    raise PermissionDenied


urlpatterns = [
    path("ghi/", writes),
    path("hong/", fails),
    path("sai/", breaks_the_database),
    path("mat/", gone),
    path("dong/", closed),
    *portal.urls.urlpatterns,
]


def test_a_look_is_the_persons_own_and_leaves_nothing(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://a.example", ["a.example"]
    user = UserFactory(full_name="Lê An")

    page = page_at("/ghi/", user)

    assert page.text == "Lê An a.example"
    assert not type(user).objects.filter(email="seen@example.org").exists()


@pytest.mark.parametrize("address", ["/mat/", "/dong/", "/khong-co/"])
def test_what_is_closed_is_no_page(address):
    assert page_at(address, UserFactory()) is None


@pytest.mark.parametrize("address", ["/hong/", "/sai/"])
def test_a_page_that_fails_is_told_in_the_log_and_is_no_page(address, caplog):
    user = UserFactory()

    assert page_at(address, user) is None
    assert "No look at" in caplog.text
    assert type(user).objects.filter(pk=user.pk).exists()


def test_the_words_of_a_form():
    read = FormReader('<label for="a">Tên: </label><input id="a" name="x">')

    assert (read.name_of("x"), read.name_of("y")) == ("Tên", "y")
