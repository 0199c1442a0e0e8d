"""Albums: uploaded many at once, described, published, and taken back on request."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from PIL import Image

from events.models import Album
from federation.lifecycle import MoveRefused
from federation.models import Photo, PublishState
from federation.tasks import prepare_photos
from tests.accounts.factories import UserFactory
from tests.events.factories import AlbumFactory, EventFactory, UnionFactory
from tests.federation.factories import PersonFactory, PhotoFactory, appoint

pytestmark = pytest.mark.django_db
GPS = 0x8825


@pytest.fixture(autouse=True)
def union(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return UnionFactory()


@pytest.fixture
def officer():
    call_command("sync_roles", stdout=io.StringIO())
    user = UserFactory(is_staff=True)
    appoint(user, "union_officer")
    return user


@pytest.fixture
def client(client, request, as_user):
    """A reader; the officer's own browser where the test names the officer."""
    if "officer" not in request.fixturenames:
        return client
    return as_user(request.getfixturevalue("officer"))


def jpeg(name="anh.jpg", size=(1600, 900), **options) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", size, "#24604f").save(stream, "JPEG", **options)
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def with_position() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (21.0, 2.0, 9.0)
    return jpeg("vi-tri.jpg", exif=exif)


def desk(album) -> str:
    return reverse("admin:events_album_photographs", args=[album.pk])


# --- many at once ------------------------------------------------------------------


def test_many_photographs_arrive_at_once_without_their_position(client, officer):
    album = AlbumFactory(publish_state="draft")

    files = [with_position(), jpeg("hai.jpg")]
    client.post(desk(album), {"files": files, "credit": "Quang Thái"})

    photos = list(album.photos.order_by("album_places__display_order"))
    assert [photo.credit for photo in photos] == ["Quang Thái"] * 2
    for photo in photos:
        with Image.open(photo.file.path) as picture:
            assert not picture.getexif()
            assert picture.size == (1600, 900)


def test_a_bad_file_keeps_no_good_one_out_and_is_named(client, officer):
    album = AlbumFactory(publish_state="draft")
    bad = SimpleUploadedFile("virus.jpg", b"MZ not a picture", "image/jpeg")

    response = client.post(
        desk(album), {"files": [bad, jpeg()], "credit": "Quang Thái"}, follow=True
    )

    assert album.photos.count() == 1
    assert "virus.jpg" in response.text


def test_each_request_of_the_script_is_answered_in_json(client, officer):
    album = AlbumFactory(publish_state="draft")
    accept = {"Accept": "application/json"}

    good = client.post(
        desk(album), {"files": jpeg(), "credit": "Quang Thái"}, headers=accept
    )
    bad = client.post(desk(album), {"files": jpeg(), "credit": ""}, headers=accept)

    assert (good.status_code, good.json()) == (201, {"refused": []})
    assert bad.status_code == 422
    assert bad.json()["refused"]
    assert album.photos.count() == 1


def test_words_and_order_are_written_for_all_on_one_page(client, officer):
    album = AlbumFactory(publish_state="draft", photos=3)
    first, second, third = album.album_photos.all()
    data = {}
    for number, place in enumerate((first, second)):
        data |= {
            f"{place.pk}-alt_vi": "Lễ kỷ niệm",
            f"{place.pk}-alt_en": "The ceremony",
            f"{place.pk}-caption_vi": "Tại Hà Nội",
            f"{place.pk}-caption_en": "",
            f"{place.pk}-credit": "Mai",
            f"{place.pk}-order": 9 - number,
        }
    name = third.photo.file.name
    data |= {f"{third.pk}-order": 3, f"{third.pk}-take_out": "on"}

    client.post(desk(album), data)

    assert list(album.album_photos.all()) == [second, first]
    assert set(album.photos.values_list("alt_vi", "credit")) == {("Lễ kỷ niệm", "Mai")}
    assert not Photo.objects.filter(pk=third.photo_id).exists()
    assert third.photo.file.name == name


def test_a_photograph_without_a_maker_is_not_saved(client, officer):
    album = AlbumFactory(publish_state="draft", photos=1)
    [place] = album.album_photos.all()

    response = client.post(
        desk(album), {f"{place.pk}-order": 1, f"{place.pk}-credit": " "}
    )

    assert response.status_code == 200
    assert Photo.objects.get().credit == "Phương Mai"


def test_who_only_looks_opens_no_desk(client, officer):
    officer.groups.clear()
    appoint(officer, "auditor")

    assert client.get(desk(AlbumFactory())).status_code == 403


def test_a_photograph_shown_elsewhere_stays_when_it_leaves_an_album(
    django_capture_on_commit_callbacks,
):
    one, other = AlbumFactory(photos=1), AlbumFactory()
    [place] = one.album_photos.all()
    name = place.photo.file.name
    twin = other.album_photos.create(photo=place.photo)

    place.take_out()
    assert Photo.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        twin.take_out()

    assert not Photo.objects.exists()
    assert not default_storage.exists(name)


# --- publishing --------------------------------------------------------------------


def test_an_album_is_submitted_with_words_for_every_photograph():
    album = AlbumFactory(publish_state="draft")
    with pytest.raises(MoveRefused):
        album.submit_for_review(by=UserFactory())
    photo = album.add(jpeg(), credit="Mai")
    with pytest.raises(MoveRefused):
        album.submit_for_review(by=UserFactory())
    Photo.objects.filter(pk=photo.pk).update(alt_vi="Lễ kỷ niệm")

    album.submit_for_review(by=UserFactory())

    assert album.publish_state == PublishState.IN_REVIEW


@pytest.mark.parametrize(
    ("role", "action", "state"),
    [
        ("union_officer", "submit_for_review", "in_review"),
        ("union_leader", "publish", "published"),
        ("union_officer", "publish", "approved"),
    ],
)
def test_each_role_has_its_moves(client, officer, role, action, state):
    begin = {"submit_for_review": "draft", "publish": "approved"}[action]
    album = AlbumFactory(publish_state=begin, photos=1)
    officer.offices.all().delete()
    appoint(officer, role)

    client.post(
        reverse("admin:events_album_changelist"),
        {"action": action, "_selected_action": [album.pk], "confirmed": "1"},
    )

    assert Album.objects.get().publish_state == state


# --- what readers see --------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client, count, django_assert_num_queries):
    for number in range(count):
        AlbumFactory(photos=1 + number)
    AlbumFactory(photos=1, publish_state="draft")
    AlbumFactory()

    # union, count, page, associations of the filter, first pictures
    with django_assert_num_queries(5):
        response = client.get(reverse("events:albums"))

    assert len(response.context["album_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_an_album_costs_the_same(client, count, django_assert_num_queries):
    album = AlbumFactory(photos=count)

    # union, album, its languages, count, photographs
    with django_assert_num_queries(5):
        response = client.get(album.get_absolute_url())

    assert response.text.count("<figure") == count
    assert response.text.count("Phương Mai") >= count


def test_a_photograph_without_words_in_a_language_is_not_shown_there(client):
    album = AlbumFactory(photos=1)
    Photo.objects.update(alt_en="")

    with translation.override("en"):
        english = client.get(album.get_absolute_url())

    assert english.status_code == 404
    assert client.get(album.get_absolute_url()).context["languages"] == ["vi"]


def test_who_withdraws_consent_leaves_the_album_and_its_files(client):
    album = AlbumFactory(photos=2)
    first, second = album.photos.all()
    person = PersonFactory()
    first.people.add(person)
    assert client.get(album.get_absolute_url()).text.count("<figure") == 2

    person.hides_photos = True
    person.save()

    page = client.get(album.get_absolute_url()).text
    assert page.count("<figure") == 1
    assert first.file.url not in page
    for query in ("", "?w=320", "?w=320&f=avif"):
        assert client.get(first.file.url + query).status_code == 404
    assert kind(client.get(f"{second.file.url}?w=320")) == "JPEG"


def test_an_album_whose_every_photograph_is_withheld_has_no_page(client):
    album = AlbumFactory(photos=1)
    album.photos.get().people.add(PersonFactory(hides_photos=True))

    assert client.get(album.get_absolute_url()).status_code == 404


def test_an_event_shows_its_album_and_the_album_its_event(client):
    event = EventFactory()
    album = AlbumFactory(event=event, photos=6)
    AlbumFactory(event=event, photos=1, publish_state="draft", title_vi="Bản nháp")

    page = client.get(event.get_absolute_url()).text

    assert page.count("<figure") == 3
    assert album.get_absolute_url() in page
    assert "Bản nháp" not in page
    assert event.get_absolute_url() in client.get(album.get_absolute_url()).text


def test_albums_of_an_association(client):
    mine = AlbumFactory(photos=1)
    AlbumFactory(photos=1)

    response = client.get(reverse("events:albums"), {"hoi": mine.host.slug})

    assert list(response.context["album_list"]) == [mine]


# --- sizes and formats -------------------------------------------------------------


def kind(response) -> str:
    return Image.open(io.BytesIO(b"".join(response.streaming_content))).format


def test_a_worker_makes_every_size_and_format_once(client):
    photo = AlbumFactory(publish_state="draft").add(jpeg(), credit="Mai")
    early = client.get(f"{photo.file.url}?w=640&f=avif")
    assert kind(early) == "JPEG"

    prepare_photos()
    prepare_photos()

    photo.refresh_from_db()
    assert photo.is_prepared
    for name, mime in (("avif", "image/avif"), ("webp", "image/webp")):
        answer = client.get(f"{photo.file.url}?w=640&f={name}")
        assert answer["Content-Type"] == mime
        assert kind(answer) == name.upper()
    assert not Photo.objects.to_prepare().exists()


def test_a_replaced_file_is_prepared_anew():
    photo = PhotoFactory()
    photo.prepare()
    assert photo.__class__.objects.get().is_prepared

    photo.file = jpeg("moi.jpg")
    photo.save()

    assert list(Photo.objects.to_prepare()) == [photo]


def test_a_file_that_is_gone_does_not_come_again():
    photo = PhotoFactory()
    default_storage.delete(photo.file.name)

    prepare_photos()

    assert not Photo.objects.to_prepare().exists()


def test_pages_offer_the_formats_only_when_they_are_there(client):
    album = AlbumFactory(photos=1)
    assert "image/avif" not in client.get(album.get_absolute_url()).text

    prepare_photos()

    page = client.get(album.get_absolute_url()).text
    assert page.index("image/avif") < page.index("image/webp") < page.index("<img")


def test_a_deleted_photograph_takes_every_copy_along(
    tmp_path, django_capture_on_commit_callbacks
):
    album = AlbumFactory(photos=1)
    prepare_photos()
    assert [file for file in tmp_path.rglob("*") if file.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        album.album_photos.get().take_out()

    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
