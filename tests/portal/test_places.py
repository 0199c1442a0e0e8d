"""Texts and papers that name whoever is erased: searched, shown, decided, told."""

import pgtrigger
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Erasure, Role
from federation.sortkey import fold
from members.models import BranchRequest, DossierFile, DossierRevision, Remark
from outbox.models import Message
from portal.actions import privacy
from portal.actions.privacy.places import columns, searched
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import (
    DataRequestFactory,
    DocumentFactory,
    OfficeFactory,
    UnionFactory,
)
from tests.members.factories import MemberFactory, RequestFactory, SeatFactory
from tests.outbox.factories import MessageFactory
from tests.portal.conftest import MAIL, NAME
from tests.portal.test_dossier_people import close

pytestmark = pytest.mark.usefixtures("limits")
PHONE, GONE = "0912 345 678", "[đã xoá theo yêu cầu]"


@pytest.fixture
def dossier(person, settings, tmp_path):
    """Theirs, sent and closed: it names them in its grounds, a remark and a paper."""
    settings.MEDIA_ROOT = tmp_path
    DataRequestFactory(person=person, name=NAME, contact="+84 912 345 678")
    words = f"Bà {NAME} xin thôi."
    request = RequestFactory(grounds=words, about=words, contact_name=NAME)
    SeatFactory(request=request, name=NAME, phone=PHONE)
    item = request.items.create(code="scan", title="Đơn")
    item.file = DossierFile.objects.create(
        item=item, file=ContentFile(b"%PDF-1.7\n", "don.pdf"), size=9, sha256="0" * 64,
        original_name=f"{NAME}.pdf", uploaded_by=UserFactory(),
    )  # fmt: skip
    item.save()
    close(request)
    remark(request, f"Gọi {NAME.upper()} ({PHONE}, {MAIL}) về ảnh mờ.")
    return request


def remark(request, text):
    with pgtrigger.ignore("members.Remark:remark_rests"):
        revision = request.revisions.get()
        return Remark.objects.create(
            request=request, revision=revision, text=text, by=UserFactory()
        )


def plan(person):
    erasure = Erasure.objects.create(person=person)
    privacy.look(erasure)
    return erasure


def fates(erasure) -> dict:
    return {
        (place.model.__name__, place.field): place.fate
        for place in map(privacy.Place, erasure.found)
    }


def keys(erasure, fate="asked") -> list[str]:
    return [row["key"] for row in erasure.found if row["fate"] == fate]


def carry_out(erasure):
    erasure.quarantine(by=UserFactory())
    Erasure.objects.update(erase_on=timezone.localdate())
    erase_due()
    erasure.refresh_from_db()
    return erasure


def test_every_text_of_their_dossier_is_found(person, dossier):
    found = fates(plan(person))

    assert found["BranchRequest", "grounds"] == "erased"
    assert found["DossierRevision", "data"] == "erased"
    assert found["Remark", "text"] == "erased"
    assert found["DossierFile", "original_name"] == "erased"
    assert found["DossierFile", "file"] == "asked"


def test_the_officer_may_keep_what_would_be_replaced_but_not_erase_a_record(
    person, dossier
):
    DocumentFactory(title_vi=f"Về việc bổ nhiệm bà {NAME}")
    erasure = plan(person)
    said = {row["key"]: ("kept", "Người khác.") for row in erasure.found}
    [record] = keys(erasure, "kept")
    said[record] = ("erased", "")

    privacy.decide(erasure, said, by=UserFactory())

    assert {row["fate"] for row in erasure.found} == {"kept"}
    assert privacy.Place(erasure.found[-1]).by
    assert "by" not in next(row for row in erasure.found if row["key"] == record)


def test_words_are_replaced_where_the_dossier_rests_and_in_its_history(
    person, dossier, tmp_path, django_capture_on_commit_callbacks
):
    erasure = plan(person)
    said = dict.fromkeys(keys(erasure), ("deleted", ""))
    privacy.decide(erasure, said, by=UserFactory())

    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out(erasure).status == "done"

    dossier.refresh_from_db()
    assert dossier.grounds == f"Bà {GONE} xin thôi."
    assert dossier.revisions.get().data["about"] == f"Bà {GONE} xin thôi."
    assert Remark.objects.get().text == f"Gọi {GONE} ({GONE}, {GONE}) về ảnh mờ."
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    for model in (BranchRequest, DossierRevision, Remark, DossierFile):
        past = model.pgh_event_model.objects.values_list()
        assert NAME not in f"{list(past)} {list(model.objects.values_list())}"


def test_the_name_alone_is_asked_about_and_a_record_stays(person):
    event = EventFactory(summary_vi=f"Có bà {NAME} dự.")
    other = RequestFactory(grounds=f"Bà {NAME} đề nghị.")
    DocumentFactory(title_vi=f"Về việc bổ nhiệm bà {NAME}")
    close(other)
    ArticleFactory(body_vi="<p>Thư về 091.234.5678 hoặc Trịnh Hoài Thư.</p>")

    found = fates(plan(person))

    assert found["Event", "summary_vi"] == "asked"
    assert found["BranchRequest", "grounds"] == "asked"
    assert found["Document", "title_vi"] == "kept"
    assert ("Article", "body_vi") not in found
    assert event.summary_vi


def test_their_number_or_address_is_nobody_else(person):
    DataRequestFactory(person=person, name=NAME, contact=PHONE)
    far = EventFactory(summary_vi=f"Liên hệ {MAIL} hoặc +84 912.345.678 trước thứ 7.")
    kin = MemberFactory(full_name="Người Cùng Nhà", phone=PHONE)
    note = MessageFactory(to="officer@example.org", text=f"Bà {NAME} hỏi.")

    assert carry_out(plan(person)).status == "done"

    far.refresh_from_db()
    kin.refresh_from_db()
    assert far.summary_vi == f"Liên hệ {GONE} hoặc {GONE} trước thứ 7."
    assert kin.phone == PHONE
    assert Message.objects.get(pk=note.pk).text == f"Bà {GONE} hỏi."


def test_nothing_is_erased_while_a_place_is_open(person, dossier):
    erasure = plan(person)

    with pytest.raises(MoveRefused):
        erasure.quarantine(by=UserFactory())
    [key] = keys(erasure)
    assert privacy.decide(erasure, {key: ("kept", "")}, by=UserFactory()) == 0
    privacy.decide(erasure, {key: ("kept", "Bản gốc.")}, by=UserFactory())
    erasure.quarantine(by=UserFactory())
    EventFactory(summary_vi=f"Bà {NAME} mới được nhắc.")  # found only afterwards
    Erasure.objects.update(erase_on=timezone.localdate())

    erase_due()

    erasure.refresh_from_db()
    assert erasure.status == "quarantined"
    assert len(keys(erasure)) == 1
    assert "kept" in {row["fate"] for row in erasure.found}


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "đang chờ"), ("en", "1 place is open")]
)
def test_who_is_responsible_is_told_once_that_an_erasure_waits(person, language, said):
    dpo = in_charge(language)
    erasure = plan(person)
    privacy.decide(
        erasure, dict.fromkeys(keys(erasure), ("erased", "")), by=UserFactory()
    )
    erasure.quarantine(by=UserFactory())
    erase_due()
    event = EventFactory(summary_vi=f"Bà {NAME} mới được nhắc.")
    Erasure.objects.update(erase_on=timezone.localdate())

    for _hour in range(3):
        erase_due()

    mail = waiting_mails().get()
    assert (mail.to, mail.language) == (dpo.email, language)
    assert said in mail.subject
    assert f"/admin/federation/erasure/{erasure.pk}/change/" in mail.text
    assert fold(NAME) not in fold(mail.subject + mail.text)

    EventFactory(summary_vi=f"Và bà {NAME} lần nữa.")
    erase_due()
    assert waiting_mails().count() == 2
    erasure.refresh_from_db()
    one, two = keys(erasure)
    privacy.decide(erasure, {one: ("erased", "")}, by=dpo)
    erase_due()
    assert waiting_mails().count() == 2
    privacy.decide(erasure, {two: ("erased", "")}, by=dpo)
    erase_due()
    erasure.refresh_from_db()
    assert erasure.status == "done"
    assert waiting_mails().count() == 2
    event.refresh_from_db()
    assert NAME not in event.summary_vi


def test_an_erasure_that_is_not_due_tells_nobody(person):
    in_charge()
    erasure = plan(person)
    EventFactory(summary_vi=f"Bà {NAME} được nhắc.")

    erase_due()
    privacy.look(erasure)

    assert not waiting_mails().exists()


def test_a_mail_that_cannot_be_written_is_written_at_the_next_turn(person, monkeypatch):
    in_charge()
    erasure = plan(person)
    erasure.quarantine(by=UserFactory())
    EventFactory(summary_vi=f"Bà {NAME} được nhắc.")
    Erasure.objects.update(erase_on=timezone.localdate())
    with monkeypatch.context() as broken:
        broken.setattr("portal.notifications.post", None)
        erase_due()
    assert not waiting_mails().exists()

    erase_due()

    assert waiting_mails().count() == 1


def in_charge(language="vi"):
    office = OfficeFactory(
        role=Role.DPO, organization=UnionFactory(), user__language=language
    )
    return office.user


def waiting_mails():
    return Message.objects.filter(template="portal/erasure_stopped")


def test_the_report_says_what_was_kept_and_why_and_names_nobody(person, dossier):
    RequestFactory(contact_name=NAME, contact_email="other@example.org")
    erasure = plan(person)
    reason = f"Bản gốc của {NAME} trong hồ sơ lưu."
    said = dict.fromkeys(keys(erasure), ("kept", reason))
    privacy.decide(erasure, said, by=UserFactory())

    report = carry_out(erasure).report

    told = {row["table"]: row for row in report if row["fate"] == "kept"}
    assert told["Tệp của hồ sơ"]["why"] == "Bản gốc của — trong hồ sơ lưu."
    assert told["Tệp của hồ sơ"]["fields"] == ["file"]
    assert any(row["fate"] == "erased" and row["rows"] for row in report)
    assert any("chưa ai xác nhận" in row["why"] for row in report)
    assert NAME not in str(report)
    assert DossierFile.objects.get().file


def test_ways_of_writing_a_name(person):
    marks = privacy.marks_of(person)

    assert marks.struck_out(f"Ảnh của {fold(NAME)} mờ.") == "Ảnh của — mờ."
    assert marks.struck_out("TRỊNH  HOÀI\nTHU ạ") == "— ạ"
    for other in ("Trịnh Hoài Thư", "Trịnh Hoài Thuỷ", "Ảnh mờ."):
        assert marks.struck_out(other) == other


def test_a_house_number_is_no_telephone(person):
    DataRequestFactory(person=person, name=NAME, contact="Số 9 phố Mẫu")

    assert privacy.marks_of(person).struck_out("Lúc 9 giờ") == "Lúc 9 giờ"


def test_every_text_of_the_house_is_searched():
    kinds = {f"{m._meta.label}.{f.name}" for m in searched() for f in columns(m)}

    assert kinds >= {
        *("members.BranchRequest.grounds", "members.BranchRequest.reason"),
        *(
            "members.Member.note",
            "members.ProfileDraft.data",
            "federation.Breach.title",
        ),
        *("events.Registration.name", "bulletin.Article.body_en", "awards.Award.token"),
    }
    assert len(kinds) > 250


# --- the desk ---


@pytest.fixture
def desk(staff_client):
    from accounts.models import User
    from tests.portal.test_privacy import give_right

    give_right(User.objects.get(is_superuser=True), "decide_erasure")
    return staff_client


def at(name, *args):
    return reverse(f"admin:federation_erasure_{name}", args=args)


def test_the_desk_searches_shows_and_takes_what_is_said(desk, person, dossier):
    desk.post(at("add"), {"person": person.pk})
    erasure = Erasure.objects.get()
    [paper] = keys(erasure)

    page = desk.get(at("change", erasure.pk)).text
    assert "Bà Trịnh Hoài Thu xin thôi." in page
    assert f'name="{paper}"' in page
    assert reverse("admin:members_branchrequest_change", args=[dossier.pk]) in page
    file = DossierFile.objects.get()
    answer = desk.get(at("paper", erasure.pk, file.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert LogEntry.objects.filter(change_message__contains="đã được xem").exists()

    identity = {paper: "kept", f"why:{paper}": "001 085 123456"}
    desk.post(at("decide", erasure.pk), identity)
    erasure.refresh_from_db()
    assert keys(erasure) == [paper]
    desk.post(at("decide", erasure.pk), {paper: "kept", f"why:{paper}": "Bản gốc"})
    desk.post(at("search", erasure.pk))

    erasure.refresh_from_db()
    assert keys(erasure) == []
    assert "Bản gốc" in desk.get(at("change", erasure.pk)).text


def test_only_the_officer_says_and_only_while_it_is_open(
    as_user, desk, person, dossier
):
    erasure, file = plan(person), DossierFile.objects.get()
    other = as_user(UserFactory(staff=True))
    for path in (at("decide", erasure.pk), at("search", erasure.pk)):
        assert other.post(path).status_code in {403, 404}
        assert desk.get(path).status_code == 403
    assert other.get(at("paper", erasure.pk, file.pk)).status_code in {403, 404}
    assert desk.get(at("paper", erasure.pk, file.pk + 1)).status_code == 404

    erasure.undo(by=UserFactory())
    assert desk.post(at("decide", erasure.pk)).status_code == 404
