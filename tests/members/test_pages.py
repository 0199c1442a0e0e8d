"""Pages of readers, secretaries, officers and leaders, driven as a browser does."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from federation.models import Figure, Role
from members.models import (
    Branch,
    BranchChange,
    BranchRequest,
    CommitteeSeat,
    DossierFile,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.federation.test_uploads import javascript_on_open, pdf
from tests.members.conftest import holds, make_scene, upload
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    CountryFactory,
    MembershipCountFactory,
    RequestFactory,
    SeatFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
Status = BranchRequest.Status


def page(client, name, *args, **query):
    return client.get(reverse(f"members:{name}", args=args), query)


def step(dossier, name):
    return dossier.address(f"workspace-dossier-{name}")


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


class TestPublic:
    @pytest.mark.parametrize("count", [1, 3])
    def test_associations_cost_the_same(self, client, count, django_assert_num_queries):
        hungary = CountryFactory()
        rows = [AssociationFactory(countries=[hungary]) for _n in range(count)]
        BranchFactory(association=rows[0])

        with django_assert_num_queries(3):  # associations, countries, the union
            response = page(client, "associations")

        for row in rows:
            assert row.name_vi in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_branches_cost_the_same(self, client, count, django_assert_num_queries):
        rows = BranchFactory.create_batch(count)

        # count, page, years, associations and countries of the filter, the new ones
        # of the year, the union
        with django_assert_num_queries(7):
            response = page(client, "branches")

        for row in rows:
            assert row.name_vi in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_an_association_costs_the_same(
        self, client, count, django_assert_num_queries
    ):
        association = AssociationFactory(countries=[CountryFactory()])
        rows = BranchFactory.create_batch(count, association=association)
        page(client, "association", association.slug)

        with django_assert_num_queries(18):
            response = page(client, "association", association.slug)

        for row in rows:
            assert row.name_vi in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_branch_costs_the_same(self, client, count, django_assert_num_queries):
        branch = BranchFactory()
        for number in range(count):
            BranchChange.objects.create(
                branch=branch, kind="reorganize", on=f"2024-01-0{number + 1}"
            )
        page(client, "branch", branch.slug)

        with django_assert_num_queries(4):
            page(client, "branch", branch.slug)

    def test_an_association_shows_its_activity_by_year(self, client):
        association = AssociationFactory()
        year = timezone.localdate().year
        day = timezone.localdate() - timedelta(days=1)
        BranchFactory.create_batch(2, association=association, founded_on=day)
        EventFactory(host=association, starts_at=timezone.now() - timedelta(days=2))

        text = page(client, "association", association.slug).text

        assert f'<th scope="row">{day.year}</th>' in text
        assert f'<th scope="row">{year - 6}</th>' not in text
        assert ">2</td>" in text
        assert ">1</td>" in text

    def test_new_branches_of_the_year_stand_first(self, client):
        new = BranchFactory(founded_on=timezone.localdate())
        BranchFactory()

        found = page(client, "branches").text

        fold = found[found.index("<details", found.index("<main")) :]
        fold = fold[: fold.index("</details>")]
        assert new.name_vi in fold

    def test_reported_figures_stand_beside_the_computed(self, client, union):
        BranchFactory(founded_on="2023-05-01")
        Figure.objects.create(
            owner=union,
            metric="branches_new",
            year=2023,
            value=21,
            basis="reported",
            source="Báo cáo tổng kết 2023",
        )

        text = page(client, "branches", nam="2023").text

        assert "21" in text
        assert "Báo cáo tổng kết 2023" in text

    def test_association_shows_its_facts(self, client):
        association = AssociationFactory(countries=[CountryFactory()], is_demo=True)
        branch = BranchFactory(association=association, name_vi="Chi hội Bách khoa")
        BranchFactory(name_vi="Chi hội của hội khác")
        MembershipCountFactory(organization=association, total=410)

        response = client.get(association.get_absolute_url())

        assert branch.name_vi in response.text
        assert "Chi hội của hội khác" not in response.text
        assert "410" in response.text
        assert reverse("federation:country", args=["HU"]) in response.text
        data = re.search(r'ld\+json">(.*?)</script>', response.text)[1]
        assert json.loads(data)["name"] == association.name_vi

    def test_branch_shows_its_committee_but_no_telephone(self, client):
        scene = make_scene()
        CommitteeSeat.objects.update(phone="0900111222")
        scene.to_ready().approve(by=scene.leader)

        response = client.get(Branch.objects.get().get_absolute_url())

        assert "Bùi Đức Mạnh" in response.text
        assert "01/QĐ-LHHN" in response.text
        assert "0900111222" not in response.text

    def test_each_language_has_only_its_own(self, client):
        only_vietnamese = BranchFactory(name_en="")
        with override("en"):
            english = only_vietnamese.get_absolute_url()
            listed = reverse("members:branches")

        assert client.get(english).status_code == 404
        assert only_vietnamese.name_vi not in client.get(listed).text
        text = client.get(only_vietnamese.get_absolute_url()).text
        assert 'hreflang="en" href="http' not in text

    def test_unlisted_and_future_branches_are_not_there(self, client, as_user):
        association = AssociationFactory()
        hidden = BranchFactory(association=association, is_listed=False)
        future = BranchFactory(
            association=association, founded_on=timezone.localdate().replace(year=2090)
        )
        own = as_user(holds(UserFactory(), association, Role.ASSOCIATION_SECRETARY))
        other = as_user(
            holds(UserFactory(), AssociationFactory(), Role.ASSOCIATION_SECRETARY)
        )

        for branch in (hidden, future):
            assert client.get(branch.get_absolute_url()).status_code == 404
            assert other.get(branch.get_absolute_url()).status_code == 404
            assert own.get(branch.get_absolute_url()).status_code == 200

    def test_search_finds_without_diacritics(self, client):
        AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Hung-ga-ri")
        AssociationFactory(name_vi="Ủy ban Hòa bình")

        text = page(client, "associations", q="huu nghi").text

        assert "Hung-ga-ri" in text
        assert "Hòa bình" not in text

    @pytest.mark.parametrize(
        ("query", "there"),
        [
            ({"q": "bach khoa"}, True),
            ({"q": "nông"}, False),
            ({"host": "school"}, True),
            ({"host": "ward"}, False),
            ({"nam": "2014"}, True),
            ({"nam": "abc"}, True),
            ({"nam": "1066"}, True),
            ({"host": "<script>"}, True),
            ({"association": "khong-co"}, True),
        ],
    )
    def test_branch_filters(self, client, query, there):
        BranchFactory(name_vi="Chi hội Bách khoa", founded_on="2014-11-14")

        response = page(client, "branches", **query)

        assert response.status_code == 200
        assert ("Chi hội Bách khoa" in response.text) is there

    @pytest.mark.parametrize("number", ["9999", "0", "-1", "x"])
    def test_a_page_that_is_not_there(self, client, number):
        BranchFactory()

        assert page(client, "branches", page=number).status_code == 404

    def test_empty_lists_say_what_will_be_there(self, client):
        for name in ("associations", "branches"):
            assert "empty__title" in page(client, name).text

    @pytest.mark.parametrize("name", ["associations", "branches"])
    def test_markup_in_the_query_is_text(self, client, name):
        text = page(client, name, q="<script>alert(1)</script>").text

        assert "<script>alert(1)" not in text

    def test_a_region_shows_only_its_own(self, client):
        AssociationFactory(name_vi="Hội Âu", countries=[CountryFactory()])
        AssociationFactory(name_vi="Hội chung")

        europe = page(client, "associations", region="chau-au").text
        many = page(client, "associations", region="nhieu-nuoc").text

        assert "Hội Âu" in europe
        assert "Hội chung" not in europe
        assert "Hội chung" in many


class TestGrowth:
    def test_the_vector_of_the_domain(self):
        association = AssociationFactory()
        BranchFactory.create_batch(
            300, association=association, founded_on="2020-01-01"
        )
        BranchFactory.create_batch(21, association=association, founded_on="2023-05-05")

        growth = Branch.objects.growth(2023)

        assert (growth.base, growth.new, growth.ended) == (300, 21, 0)
        assert growth.gross == growth.net == 7
        assert growth.living == 321

    def test_ended_ones_count_in_the_net(self):
        rows = BranchFactory.create_batch(4, founded_on="2020-01-01")
        Branch.objects.filter(pk=rows[0].pk).update(ended_on="2023-03-03")
        BranchFactory(founded_on="2023-01-01")
        BranchFactory(founded_on="2022-01-01", ended_on="2023-01-01")

        growth = Branch.objects.growth(2023)

        assert (growth.base, growth.new, growth.ended) == (5, 1, 2)
        assert growth.net == -20

    def test_nothing_to_grow_from(self):
        BranchFactory(founded_on="2023-01-01")

        assert Branch.objects.growth(2023).gross is None

    def test_the_public_page_counts_it(self, client):
        BranchFactory(founded_on="2020-01-01")

        assert client.get(reverse("federation:figures")).status_code == 200


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

        as_user(scene.secretary).post(url)

        assert scene.item().file is None
        assert not DossierFile.objects.exists()

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


class TestButtons:
    def test_a_double_submit_says_so(self, as_user, scene):
        scene.fill()
        client = as_user(scene.secretary)
        client.post(step(scene.request, "submit"))

        response = client.post(step(scene.request, "submit"), follow=True)

        number = BranchRequest.objects.get().number
        assert number in str(list(response.context["messages"])[-1])
        assert scene.request.revisions.count() == 1

    def test_an_incomplete_one_stays_a_draft_and_says_why(self, as_user, scene):
        response = as_user(scene.secretary).post(
            step(scene.request, "submit"), follow=True
        )

        assert "Tờ trình" in response.text
        assert BranchRequest.objects.get().status == Status.DRAFT

    def test_deleting_asks_first(self, as_user, scene):
        client = as_user(scene.secretary)

        assert client.get(step(scene.request, "delete")).status_code == 200
        assert BranchRequest.objects.exists()
        client.post(step(scene.request, "delete"))

        assert not BranchRequest.objects.exists()

    def test_withdrawing_asks_first(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.secretary)

        assert client.get(step(scene.request, "withdraw")).status_code == 200
        client.post(step(scene.request, "withdraw"), {"reason": "Gộp hồ sơ."})

        assert BranchRequest.objects.get().status == Status.WITHDRAWN

    def test_copying_leads_to_the_new_draft(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        scene.request.withdraw(by=scene.secretary)

        response = as_user(scene.secretary).post(step(scene.request, "copy"))

        draft = BranchRequest.objects.get(status=Status.DRAFT)
        assert response.url == step(draft, "what")

    def test_a_submitted_one_cannot_be_edited_by_address(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.secretary)

        for name in ("what", "committee", "documents", "review"):
            assert client.get(step(scene.request, name)).status_code == 302
        client.post(step(scene.request, "what"), TestGuidedForm().what(name="Khác"))
        client.post(step(scene.request, "documents"), {})

        assert BranchRequest.objects.get().name != "Khác"

    def test_a_remark_needs_words(self, as_user, scene):
        scene.to_check()
        url = scene.request.address("desk-check")

        response = as_user(scene.officer).post(
            url, {f"verdict-{scene.item().pk}": "remark", "changes": "1"}
        )

        assert response.status_code == 200
        assert f"remark-{scene.item().pk}" in response.context["form"].errors
        assert BranchRequest.objects.get().status == Status.UNDER_CHECK

    def test_verdicts_are_kept_for_later(self, as_user, scene):
        scene.to_check()
        url = scene.request.address("desk-check")

        as_user(scene.officer).post(
            url, {f"verdict-{scene.item().pk}": "ok", "save": "1"}
        )

        assert scene.item().state == "ok"
        assert "checked" in as_user(scene.officer).get(url).text

    def test_the_number_proposed_is_the_next(self, as_user, scene):
        scene.to_ready()

        text = as_user(scene.leader).get(scene.request.address("desk-decide")).text

        assert "01/QĐ-LHHN" in text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"sure": ""}, "sure"),
            ({"issued_on": "2090-01-01"}, "issued_on"),
            ({"effective_on": "2001-01-01"}, "effective_on"),
            ({"issued_on": "x"}, "issued_on"),
            ({"number": "9" * 61}, "number"),
        ],
    )
    def test_a_decision_is_checked_at_its_fields(self, as_user, scene, changes, field):
        scene.to_ready()
        today = timezone.localdate().isoformat()
        data = {"issued_on": today, "effective_on": today, "sure": "on", "number": "7"}

        response = as_user(scene.leader).post(
            scene.request.address("desk-decide"), data | changes
        )

        assert response.status_code == 200
        assert field in response.context["form"].errors
        assert not Branch.objects.exists()

    def test_rejecting_by_the_form(self, as_user, scene):
        scene.to_ready()

        as_user(scene.leader).post(
            scene.request.address("desk-reject"), {"reason": "Trùng.", "sure": "on"}
        )

        assert BranchRequest.objects.get().status == Status.REJECTED


class TestLists:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_inbox_costs_the_same(
        self, as_user, scene, count, django_assert_num_queries
    ):
        client = as_user(scene.officer)
        for _n in range(count):
            made = RequestFactory(association=scene.association)
            SeatFactory(request=made)
            made.submit(by=scene.secretary)
        client.get(reverse("members:desk-dossiers"))

        with django_assert_num_queries(10):
            response = client.get(reverse("members:desk-dossiers"))

        assert len(response.context["dossiers"]) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_my_dossiers_cost_the_same(
        self, as_user, scene, count, django_assert_num_queries
    ):
        client = as_user(scene.secretary)
        RequestFactory.create_batch(count - 1, association=scene.association)
        client.get(reverse("members:workspace-dossiers"))

        with django_assert_num_queries(7):
            response = client.get(reverse("members:workspace-dossiers"))

        assert len(response.context["dossiers"]) == count

    def test_filters_of_the_inbox(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.officer)

        def number(**query):
            response = page(client, "desk-dossiers", **query)
            return len(response.context["dossiers"])

        assert number() == 1
        assert number(status="submitted") == 1
        assert number(status="ready") == 0
        assert number(status="bogus") == 1
        assert number(association=scene.association.slug) == 1
        assert number(association=AssociationFactory().slug) == 0
        assert number(late="on") == 0
        BranchRequest.objects.update(due_on="2020-01-01")
        assert number(late="on") == 1

    def test_drafts_are_not_in_the_inbox(self, as_user, scene):
        text = as_user(scene.officer).get(reverse("members:desk-dossiers")).text

        assert scene.request.name not in text

    def test_my_association(self, as_user, scene):
        text = (
            as_user(scene.secretary).get(reverse("members:workspace-associations")).text
        )

        assert scene.association.name_vi in text
