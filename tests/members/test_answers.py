"""A remark on a field holds a supplement up until the field changed or was answered."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from federation.lifecycle import MoveRefused
from members.models import Branch, BranchRequest, Remark
from tests.members.factories import SeatFactory

pytestmark = pytest.mark.django_db
ABOUT = "Ghi rõ tên đơn vị."


def sent_back(scene, **fields) -> BranchRequest:
    """The scene's dossier, back with remarks on these places."""
    request = scene.to_check()
    request.check_items(by=scene.officer, verdicts={}, fields=fields)
    request.request_changes(by=scene.officer)
    return request


def answer(client, request, text="Tên này đúng như văn bản đồng ý."):
    remark = Remark.objects.get(request=request)
    kwargs = {"public_id": request.public_id, "remark": remark.pk}
    return client.post(
        reverse("members:workspace-remark-answer", kwargs=kwargs), {"text": text}
    )


def test_an_unanswered_remark_keeps_it_from_being_submitted(scene):
    request = sent_back(scene, host_name=ABOUT)

    with pytest.raises(MoveRefused, match=r"trả lời|answer"):
        request.resubmit(by=scene.secretary)

    assert [gap.anchor for gap in request.gaps()] == ["id_host_name"]


def test_a_changed_field_is_enough(scene):
    request = sent_back(scene, host_name=ABOUT)
    request.host_name = "Ủy ban nhân dân phường"
    request.save()

    request.resubmit(by=scene.secretary)

    assert request.status == request.Status.SUBMITTED


def test_so_is_a_changed_committee(scene):
    request = sent_back(scene, seats="Thêm một phó.")
    assert request.gaps()
    SeatFactory(request=request, role="deputy", name="Lê Thị Mai")

    request.resubmit(by=scene.secretary)


def test_an_answer_is_enough_and_the_office_reads_it(as_user, scene):
    request = sent_back(scene, host_name=ABOUT)
    client = as_user(scene.secretary)
    review = client.get(request.address("workspace-dossier-review")).text
    assert ABOUT in review
    assert request.address("workspace-dossier-submit") in review

    assert answer(client, request).status_code == 302
    request.resubmit(by=scene.secretary)
    request.start_check(by=scene.officer)

    desk = as_user(scene.officer)
    for name in ("desk-dossier", "desk-check"):
        assert (
            "Tên này đúng như văn bản đồng ý." in desk.get(request.address(name)).text
        )


@pytest.mark.parametrize("text", ["", "  ", "Số 012345678901", "x" * 2001])
def test_what_is_no_answer_is_not_kept(as_user, scene, text):
    request = sent_back(scene, host_name=ABOUT)

    answer(as_user(scene.secretary), request, text)

    assert Remark.objects.get().answer == ""


def test_nobody_else_answers_and_not_later(as_user, scene):
    request = sent_back(scene, host_name=ABOUT)
    assert answer(as_user(scene.officer), request).status_code == 404
    with pytest.raises(MoveRefused):
        request.answer(by=scene.leader, remark=Remark.objects.get().pk, text="Có.")
    request.host_name = "Ủy ban nhân dân phường"
    request.save()
    request.resubmit(by=scene.secretary)

    answer(as_user(scene.secretary), request)

    assert Remark.objects.get().answer == ""


def test_a_note_on_the_whole_dossier_holds_nothing_up(scene):
    request = scene.to_check()
    request.request_changes(by=scene.officer, note="Xin xem lại chính tả.")

    request.resubmit(by=scene.secretary)


@pytest.mark.parametrize(
    ("language", "days"),
    [("vi", ("05/01/2027", "07/01/2027")), ("en", ("5 Jan 2027", "7 Jan 2027"))],
)
def test_changes_are_told_in_the_readers_words(scene, language, days):
    scene.request.launch_planned_on = date(2027, 1, 5)
    scene.request.host_kind = "ward"
    scene.request.save()
    scene.to_check()
    scene.request.request_changes(by=scene.officer, note="Xem lại.")
    BranchRequest.objects.update(launch_planned_on=date(2027, 1, 7), host_kind="school")
    request = BranchRequest.objects.get()

    with translation.override(language):
        labels = tuple(str(Branch.HostKind(kind).label) for kind in ("ward", "school"))
        changes = {(change.before, change.after) for change in request.changes()}

    assert changes == {days, labels}
