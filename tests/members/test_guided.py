"""The guided form and its papers, driven as a browser does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from federation.models import Role
from members.models import (
    Branch,
    BranchRequest,
    CommitteeSeat,
    DossierFile,
)
from outbox.models import Message
from tests.federation.test_uploads import javascript_on_open, pdf
from tests.members.conftest import holds, page, step, upload
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    SeatFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("union")]
Status = BranchRequest.Status


class TestGuidedForm:
    def what(self, **changes):
        return {
            "name": "Chi hội phường Kim Liên",
            "english_name": "Kim Lien Ward Branch",
            "unit_type": "branch",
            "host_kind": "ward",
            "host_name": "Ủy ban Mặt trận Tổ quốc phường Kim Liên",
            "place": "Kim Liên",
            "member_total": "31",
            "about": "",
            "launch_planned_on": "",
        } | changes

    def seats(self, *people, initial=0):
        data = {"seats-TOTAL_FORMS": str(len(people)), "seats-INITIAL_FORMS": "0"}
        for number, (role, name) in enumerate(people):
            data |= {f"seats-{number}-role": role, f"seats-{number}-name": name}
        return data

    def test_from_nothing_to_a_public_branch(self, as_user, client, scene):
        """The whole way, by the pages' own forms."""
        BranchRequest.objects.all().delete()
        secretary, officer = as_user(scene.secretary), as_user(scene.officer)
        leader = as_user(scene.leader)
        year = timezone.localdate().year
        before = Branch.objects.growth(year).new

        secretary.post(reverse("members:workspace-dossier-new"), self.what())
        dossier = BranchRequest.objects.get()
        assert dossier.association == scene.association
        secretary.post(
            step(dossier, "committee"),
            self.seats(("head", "Nguyễn Thị Hòa"), ("member", "")),
        )
        items = list(dossier.items.all())
        secretary.post(
            step(dossier, "documents"), {f"file-{items[0].pk}": upload("tờ trình.pdf")}
        )
        secretary.post(step(dossier, "submit"))
        dossier.refresh_from_db()
        assert dossier.status == Status.SUBMITTED
        assert Message.objects.get().to == scene.officer.email

        officer.post(reverse("members:desk-start", args=[dossier.public_id]))
        check = reverse("members:desk-check", args=[dossier.public_id])
        verdict = {f"verdict-{items[0].pk}": "remark", "changes": "1"}
        officer.post(check, verdict | {f"remark-{items[0].pk}": "Thiếu con dấu."})
        text = secretary.get(step(dossier, "documents")).text
        assert "Thiếu con dấu." in text

        secretary.post(
            step(dossier, "documents"), {f"file-{items[0].pk}": upload("ban-2.pdf")}
        )
        review = secretary.get(step(dossier, "review")).text
        assert "tờ trình.pdf" in review
        assert "ban-2.pdf" in review
        secretary.post(step(dossier, "submit"))
        officer.post(reverse("members:desk-start", args=[dossier.public_id]))
        officer.post(check, {f"verdict-{items[0].pk}": "ok", "ready": "1"})
        leader.post(
            reverse("members:desk-decide", args=[dossier.public_id]),
            {
                "number": "",
                "issued_on": timezone.localdate().isoformat(),
                "effective_on": timezone.localdate().isoformat(),
                "sure": "on",
            },
        )

        branch = Branch.objects.get()
        public = client.get(branch.get_absolute_url())
        assert "Nguyễn Thị Hòa" in public.text
        assert Branch.objects.growth(year).new == before + 1
        last = Message.objects.get(template="members/branch_request_approved")
        assert last.to == scene.secretary.email

    def test_a_draft_is_saved_step_by_step(self, as_user, scene):
        client = as_user(scene.secretary)

        response = client.post(
            reverse("members:workspace-dossier-new"),
            self.what(name="Chi hội mới", host_kind="", host_name="", member_total="")
            | {"later": "1"},
        )

        dossier = BranchRequest.objects.get(name="Chi hội mới")
        assert response.url == dossier.get_absolute_url()
        text = client.get(dossier.get_absolute_url()).text
        assert "id_host_kind" in text
        assert step(dossier, "committee") in text

    def test_text_is_stored_composed_and_tidy(self, as_user, scene):
        import unicodedata

        name = unicodedata.normalize("NFD", "  Chi  hội   Hòa Bình 🕊 ")

        as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"), self.what(name=name)
        )

        assert BranchRequest.objects.filter(name="Chi hội Hòa Bình 🕊").exists()

    def test_ten_thousand_letters_are_an_error_at_the_field(self, as_user, scene):
        response = as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(name="ễ" * 10_000, host_name="Trường Đại học"),
        )

        assert response.status_code == 200
        assert response.context["form"].errors.keys() == {"name"}
        assert "Trường Đại học" in response.text
        assert 'id="id_name_error"' in response.text

    def test_a_second_one_of_the_name_is_an_error_at_the_form(self, as_user, scene):
        response = as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(name=scene.request.name.upper()),
        )

        assert response.status_code == 200
        assert response.context["form"].errors
        assert BranchRequest.objects.count() == 1

    def test_a_double_click_is_told_the_same(self, as_user, scene, monkeypatch):
        """Both clicks pass the form's own check before either has saved."""
        monkeypatch.setattr(BranchRequest, "validate_constraints", lambda *a, **k: None)
        client, url = as_user(scene.secretary), reverse("members:workspace-dossier-new")
        other = BranchRequest.objects.create(
            association=scene.association, name="Chi hội khác"
        )

        client.post(url, self.what())
        for again in (url, step(other, "what")):
            response = client.post(again, self.what())
            assert response.status_code == 200
            assert response.context["form"].non_field_errors()

        assert BranchRequest.objects.filter(name=self.what()["name"]).count() == 1

    def test_so_is_the_name_of_a_living_branch(self, as_user, scene):
        BranchFactory(association=scene.association, name_vi="Chi hội Bách khoa")

        response = as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(name="Chi hội bách khoa"),
        )

        assert response.context["form"].errors.keys() == {"name"}

    def test_the_launch_is_after_today(self, as_user, scene):
        response = as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(launch_planned_on="2020-01-01"),
        )

        assert response.context["form"].errors.keys() == {"launch_planned_on"}

    def test_markup_is_text_everywhere(self, as_user, scene):
        script = "<script>alert(1)</script>"
        BranchRequest.objects.update(
            name=script, english_name=script, host_name=script, place=script
        )
        BranchRequest.objects.update(about=script)
        CommitteeSeat.objects.update(
            name=script, job_title=script, workplace=script, phone=script
        )
        client = as_user(scene.secretary)
        dossier = scene.request

        for url in (
            *(dossier.get_absolute_url(), reverse("members:workspace-dossiers")),
            *(step(dossier, n) for n in ("what", "committee", "documents", "review")),
        ):
            assert "<script>alert" not in client.get(url).text
        dossier.refresh_from_db()
        scene.to_check()
        scene.request.request_changes(by=scene.officer, note=script)
        assert "<script>alert" not in client.get(dossier.get_absolute_url()).text
        officer = as_user(scene.officer)
        assert "<script>alert" not in officer.get(dossier.get_desk_url()).text

    def test_one_head_at_most(self, as_user, scene):
        CommitteeSeat.objects.all().delete()

        response = as_user(scene.secretary).post(
            step(scene.request, "committee"),
            self.seats(("head", "Người A"), ("head", "Người B")),
        )

        assert response.status_code == 200
        assert "Người B" in response.text
        assert not CommitteeSeat.objects.exists()

    def test_a_seat_is_changed_and_removed(self, as_user, scene):
        seat = CommitteeSeat.objects.get()
        data = {
            "seats-TOTAL_FORMS": "1",
            "seats-INITIAL_FORMS": "1",
            "seats-0-id": seat.pk,
            "seats-0-role": "head",
            "seats-0-name": "Trần Văn Mới",
        }
        client = as_user(scene.secretary)

        client.post(step(scene.request, "committee"), data)
        assert CommitteeSeat.objects.get().name == "Trần Văn Mới"
        client.post(step(scene.request, "committee"), data | {"seats-0-DELETE": "on"})

        assert not CommitteeSeat.objects.exists()

    def test_a_forged_seat_of_another_dossier_is_not_touched(self, as_user, scene):
        foreign = SeatFactory(name="Người khác")
        data = {
            "seats-TOTAL_FORMS": "1",
            "seats-INITIAL_FORMS": "1",
            "seats-0-id": foreign.pk,
            "seats-0-role": "head",
            "seats-0-name": "Đã sửa",
        }

        response = as_user(scene.secretary).post(step(scene.request, "committee"), data)

        assert response.status_code in {200, 302}
        foreign.refresh_from_db()
        assert foreign.name == "Người khác"
        assert not CommitteeSeat.objects.filter(name="Đã sửa").exists()

    def test_a_forged_association_is_a_field_error(self, as_user, scene):
        second = AssociationFactory()
        holds(scene.secretary, second, Role.ASSOCIATION_SECRETARY)
        foreign = AssociationFactory()

        response = as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(name="Chi hội giả", association=foreign.pk),
        )

        assert response.context["form"].errors.keys() == {"association"}
        assert not BranchRequest.objects.filter(name="Chi hội giả").exists()

    def test_with_one_association_the_field_is_not_read(self, as_user, scene):
        foreign = AssociationFactory()

        as_user(scene.secretary).post(
            reverse("members:workspace-dossier-new"),
            self.what(name="Chi hội A", association=foreign.pk),
        )

        made = BranchRequest.objects.get(name="Chi hội A")
        assert made.association == scene.association

    def test_a_submitted_one_cannot_be_edited_by_address(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.secretary)

        for name in ("what", "committee", "documents", "review"):
            assert client.get(step(scene.request, name)).status_code == 302
        client.post(step(scene.request, "what"), TestGuidedForm().what(name="Khác"))
        client.post(step(scene.request, "documents"), {})

        assert BranchRequest.objects.get().name != "Khác"


class TestPapers:
    def send(self, as_user, scene, *files):
        names = [f"file-{item.pk}" for item in scene.request.items.all()]
        return as_user(scene.secretary).post(
            step(scene.request, "documents"), dict(zip(names, files, strict=False))
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("virus.exe", b"MZ\x90\x00"),
            ("to-trinh.pdf", b"MZ\x90\x00" + b"\0" * 200),
            ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("anh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("rong.pdf", b""),
            ("trang.html", b"<script>alert(1)</script>"),
            ("js.pdf", pdf(javascript_on_open)),
        ],
    )
    def test_a_hostile_file_is_refused_at_its_paper(
        self, as_user, scene, name, content
    ):
        response = self.send(as_user, scene, upload(name, content))

        assert response.status_code == 200
        assert "field__error" in response.text
        assert not DossierFile.objects.exists()

    def test_sixty_megabytes_are_refused_in_words(self, as_user, scene):
        big = SimpleUploadedFile("to-trinh.pdf", b"%PDF-1.7" + b"\0" * (60 * 2**20))

        response = self.send(as_user, scene, big)

        assert response.status_code == 200
        assert "60 MB" in response.text

    def test_the_good_file_is_kept_when_the_other_is_refused(self, as_user, scene):
        response = self.send(as_user, scene, upload("tốt.pdf"), upload("x.exe", b"MZ"))

        assert response.status_code == 200
        assert DossierFile.objects.get().original_name == "tốt.pdf"
        assert "tốt.pdf" in response.text

    def test_a_file_is_taken_away_again(self, as_user, scene):
        self.send(as_user, scene, upload())
        url = reverse(
            "members:workspace-paper-remove",
            args=[scene.request.public_id, scene.item().pk],
        )

        client = as_user(scene.secretary)
        papers = step(scene.request, "documents")
        assert url in client.get(papers).text
        asked = client.get(url)
        assert "to-trinh.pdf" in asked.text
        assert scene.item().file
        assert client.post(url).url == papers

        assert scene.item().file is None
        assert not DossierFile.objects.exists()
        assert client.get(url).url == client.post(url).url == papers

    def test_what_is_with_the_office_keeps_its_file(self, as_user, scene):
        self.send(as_user, scene, upload())
        scene.fill().submit(by=scene.secretary)
        url = reverse(
            "members:workspace-paper-remove",
            args=[scene.request.public_id, scene.item().pk],
        )
        client = as_user(scene.secretary)

        for answer in (client.get(url), client.post(url)):
            assert answer.url == step(scene.request, "documents")
        assert scene.item().file
        assert as_user(scene.officer).get(url).status_code == 404

    def test_a_download_runs_nowhere_and_is_never_kept(self, as_user, scene):
        self.send(as_user, scene, upload("Tờ trình số 1.pdf"))
        sent = DossierFile.objects.get()

        response = page(as_user(scene.secretary), "workspace-file", sent.public_id)

        assert b"".join(response.streaming_content).startswith(b"%PDF")
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_it_is_never_given_by_its_path(self, client, as_user, scene):
        self.send(as_user, scene, upload())
        path = DossierFile.objects.get().file.name

        for url in (f"/media/{path}", f"/media/public/{path}", f"/media/../{path}"):
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["about", "host_name", "contact_name", "place"])
def test_no_text_holds_an_identity_number(as_user, scene, name):
    form = TestGuidedForm().what(**{name: "Số 001 085 012 345"})

    response = as_user(scene.secretary).post(step(scene.request, "what"), form)

    assert name in response.context["form"].errors
