"""What a dossier says and holds, and the papers that are asked for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members import actions
from members.models import (
    Branch,
    BranchRequest,
    DossierFile,
    DossierRequirement,
    PastHost,
)
from tests.members.conftest import step, upload
from tests.members.factories import (
    AssociationFactory,
    RequestFactory,
    SeatFactory,
)

Status = BranchRequest.Status


class TestContent:
    def test_rests_while_others_hold_it(self, scene):
        scene.fill().submit(by=scene.secretary)

        with pytest.raises(IntegrityError), transaction.atomic():
            BranchRequest.objects.update(name="Tên khác")

    def test_one_open_dossier_per_name_whatever_its_case(self, scene):
        same = scene.request.name.upper()

        with pytest.raises(IntegrityError), transaction.atomic():
            RequestFactory(association=scene.association, name=same)
        RequestFactory(name=same)  # another association may

    def test_one_head(self, scene):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatFactory(request=scene.request)

    def test_papers_changed_later_do_not_change_it(self, scene):
        DossierRequirement.objects.update(is_required=True, title_vi="Khác")
        DossierRequirement.objects.filter(code="khac").delete()

        assert [item.title_vi for item in scene.request.items.all()] == [
            *("Tờ trình", "Văn bản khác"),
        ]
        assert not scene.item(1).is_required

    def test_an_association_may_word_a_paper_itself(self, scene):
        DossierRequirement.objects.create(
            kind="establish",
            association=scene.association,
            code="to-trinh",
            title_vi="Đơn đề nghị",
        )

        own = DossierRequirement.objects.asked_of(scene.association, "establish")
        other = DossierRequirement.objects.asked_of(AssociationFactory(), "establish")

        assert {row.title_vi for row in own} == {"Đơn đề nghị", "Văn bản khác"}
        assert {row.title_vi for row in other} == {"Tờ trình", "Văn bản khác"}

    def test_a_file_never_submitted_goes_when_it_is_replaced(
        self, scene, media, django_capture_on_commit_callbacks
    ):
        actions.attach(scene.item(), upload(), by=scene.secretary)
        with django_capture_on_commit_callbacks(execute=True):
            actions.attach(scene.item(), upload("moi.pdf"), by=scene.secretary)

        assert DossierFile.objects.get().original_name == "moi.pdf"
        stored = [path for path in media.rglob("*") if path.is_file()]
        assert len(stored) == 1
        assert "moi" not in stored[0].name
        assert "private" in stored[0].parts


def test_requirements_are_loaded_once_and_bad_rows_refused_alone(db, tmp_path):
    path = tmp_path / "papers.csv"
    path.write_text(
        "kind,code,title_vi,title_en,help_vi,help_en,required,order\n"
        "establish,a,Tờ trình,Letter,,,yes,10\n"
        "bogus,b,X,X,,,yes,10\n"
        "establish,c,X,X,,,maybe,10\n"
        "establish,d,,X,,,yes,10\n"
        "establish,e,X,X,,,yes,ten\n"
    )

    first = actions.load_requirements(path)
    DossierRequirement.objects.update(title_vi="Đơn")
    second = actions.load_requirements(path)

    assert first["created"] == ["a"]
    assert [row[:2] for row in first["refused"]] == [
        *((3, "kind"), (4, "required"), (5, "title_vi"), (6, "order")),
    ]
    assert second["unchanged"] == ["a"]
    assert DossierRequirement.objects.get().title_vi == "Đơn"


def test_the_projects_own_requirements_are_good(db, settings):
    path = settings.BASE_DIR / "portal" / "data" / "dossier_requirements.csv"

    report = actions.load_requirements(path)

    assert report["refused"] == []
    asked = DossierRequirement.objects.asked_of(AssociationFactory(), "establish")
    assert [row.is_required for row in asked] == [True] * 5 + [False] * 2
    assert all(row.title_en for row in asked)


class TestHosts:
    def test_a_kind_that_ended_is_not_offered_from_its_day_on(self, as_user, scene):
        PastHost.objects.create(
            kind="district", ended_on=timezone.localdate(), source="Luật"
        )
        PastHost.objects.create(
            kind="club",
            ended_on=timezone.localdate() + timedelta(days=1),
            source="Luật",
        )

        response = as_user(scene.secretary).get(step(scene.request, "what"))

        kinds = [
            kind for kind, _name in response.context["form"]["host_kind"].field.choices
        ]
        assert "district" not in kinds
        assert {"club", "ward"} <= set(kinds)

    def test_nothing_has_ended_where_nothing_is_written(self, db):
        assert PastHost.objects.offered() == Branch.HostKind.choices
