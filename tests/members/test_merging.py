"""Two rows of one person become one, and two again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from federation.lifecycle import MoveRefused
from members import actions, tasks
from members.models import ImportRow, Member, MemberImport, MemberMerge
from tests.accounts.factories import UserFactory
from tests.federation.factories import PersonFactory
from tests.members.conftest import holds
from tests.members.factories import AssociationFactory, BranchFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]


@pytest.fixture
def pair(scene):
    mine = {"association": scene.association, "full_name": "Đặng Thị Hòa"}
    kept = MemberFactory(birth_year=1960, phone="0912345678", **mine)
    lost = MemberFactory(
        branch=BranchFactory(association=scene.association),
        email="hoa@example.org",
        phone="0987654321",
        gender="female",
        joined_on=date(2019, 5, 19),
        left_on=date(2024, 1, 1),
        left_reason="moved",
        note="Ghi chú",
        person=PersonFactory(),
        **mine,
    )
    return kept, lost


def merge(scene, pair, *taken):
    return actions.merge(*pair, by=scene.secretary, taken=taken)


def state():
    return list(Member.objects.order_by("pk").values())


def address(member, **query):
    return reverse("members:workspace-member-merge", args=[member.pk], query=query)


def undo(client, merge):
    return client.post(reverse("members:workspace-merge-undo", args=[merge.pk]))


def test_each_field_is_chosen_and_the_other_row_goes(scene, pair):
    kept, lost = pair

    merge(scene, pair, "email", "branch", "left_on")

    row = Member.objects.get()
    assert row.pk == kept.pk
    assert (row.email, row.branch, row.left_reason) == (
        lost.email,
        lost.branch,
        "moved",
    )
    assert (row.phone, row.gender, row.note) == (kept.phone, "", "")


def test_undoing_restores_both_rows_exactly(scene, pair):
    before = state()
    done = merge(scene, pair, *actions.CHOSEN)

    lost = actions.undo_merge(done, by=scene.secretary)

    assert state() == before
    assert lost.pk == pair[1].pk
    done.refresh_from_db()
    assert done.undone_at


def test_what_was_corrected_since_stays_corrected(scene, pair):
    done = merge(scene, pair, "phone", "gender")
    Member.objects.update(phone="0900000000")

    actions.undo_merge(done, by=scene.secretary)

    kept, lost = Member.objects.order_by("pk")
    assert (kept.phone, kept.gender) == ("0900000000", "")
    assert (lost.phone, lost.gender) == ("0987654321", "female")


def test_whatever_points_at_the_lost_row_moves_and_comes_back(scene, pair):
    kept, lost = pair
    importing = MemberImport.objects.create(
        association=scene.association, language="vi", forget_on=timezone.localdate()
    )
    row = ImportRow.objects.create(
        importing=importing, number=2, verdict="same", match=lost
    )
    third = MemberFactory(association=scene.association)
    earlier = merge(scene, (lost, third))

    done = merge(scene, pair)

    row.refresh_from_db()
    earlier.refresh_from_db()
    assert (row.match, earlier.kept) == (kept, kept)
    assert {str(field) for field in actions.register.links()} == {
        "members.ImportRow.match", "members.MemberMerge.kept",
    }  # fmt: skip
    with pytest.raises(MoveRefused):
        actions.undo_merge(earlier, by=scene.secretary)
    actions.undo_merge(done, by=scene.secretary)
    row.refresh_from_db()
    earlier.refresh_from_db()
    assert (row.match, earlier.kept) == (lost, lost)
    actions.undo_merge(earlier, by=scene.secretary)
    assert Member.objects.count() == 3


def test_a_double_click_merges_and_undoes_once(as_user, scene, pair):
    client, (kept, lost) = as_user(scene.secretary), pair
    form = client.get(address(kept, **{"with": lost.pk})).context["form"]
    data = {"with": lost.pk} | dict.fromkeys(form.fields, "left")

    for _n in range(2):
        response = client.post(address(kept), data)
        assert response.url == kept.get_absolute_url()
    assert (Member.objects.count(), MemberMerge.objects.count()) == (1, 1)
    done = MemberMerge.objects.get()
    assert "Đặng Thị Hòa" in client.get(kept.get_absolute_url()).text
    for _n in range(2):
        undo(client, done)
    assert Member.objects.count() == 2


def test_nothing_is_chosen_by_silence(as_user, scene, pair):
    kept, lost = pair

    response = as_user(scene.secretary).post(address(kept), {"with": lost.pk})

    assert response.context["form"].errors
    assert Member.objects.count() == 2


@pytest.mark.parametrize("which", [0, 1])
def test_rights_are_asked_for_both_rows(as_user, scene, pair, which):
    """A look-alike in one's own register opens nobody else's."""
    other = AssociationFactory()
    thief = holds(UserFactory(), other, "association_secretary")
    mine = MemberFactory(association=other, full_name="Đặng Thị Hòa")
    rows = [pair[0], mine] if which else [mine, pair[0]]

    with pytest.raises(MoveRefused):
        actions.merge(*rows, by=thief, taken=actions.CHOSEN)

    client = as_user(thief)
    path = address(rows[0])
    assert client.get(path, {"with": rows[1].pk}).status_code == 404
    assert client.post(path, {"with": rows[1].pk}).status_code == 404
    assert Member.objects.count() == 3


def test_two_memberships_of_two_associations_stay_two(scene, pair):
    other = AssociationFactory()
    holds(scene.secretary, other, "association_secretary")
    theirs = MemberFactory(association=other, full_name="Đặng Thị Hòa")

    with pytest.raises(MoveRefused):
        merge(scene, (pair[0], theirs))


@pytest.mark.parametrize("who", ["association_leader", "officer", "leader"])
def test_only_the_secretary_undoes(as_user, scene, pair, who):
    done = merge(scene, pair)

    assert undo(as_user(getattr(scene, who)), done).status_code == 404
    with pytest.raises(MoveRefused):
        actions.undo_merge(done, by=getattr(scene, who))
    assert Member.objects.count() == 1


def test_the_last_day_counts_and_the_day_after_is_too_late(as_user, scene, pair):
    client, done = as_user(scene.secretary), merge(scene, pair)
    today = timezone.localdate()
    assert done.undo_until == today + timedelta(days=30)
    MemberMerge.objects.update(undo_until=today)
    tasks.sweep()
    undo(client, done)
    assert Member.objects.count() == 2

    done = merge(scene, pair)
    MemberMerge.objects.filter(pk=done.pk).update(undo_until=today - timedelta(days=1))
    response = client.post(
        reverse("members:workspace-merge-undo", args=[done.pk]), follow=True
    )

    assert "bản sao" in response.text
    assert Member.objects.count() == 1


def test_copies_go_when_they_have_served(scene, pair):
    done = merge(scene, pair)
    tasks.sweep()
    assert MemberMerge.objects.get().lost["full_name"] == "Đặng Thị Hòa"
    MemberMerge.objects.update(undo_until=timezone.localdate() - timedelta(days=1))

    tasks.sweep()

    done.refresh_from_db()
    assert (done.lost, done.changed, done.moved) == ({}, {}, {})
    assert done.lost_pk == pair[1].pk


def test_after_a_transfer_the_row_comes_back_where_the_member_is(scene, pair):
    done = merge(scene, pair)
    receiver = AssociationFactory()
    Member.objects.update(association=receiver, branch=None)
    holds(scene.secretary, receiver, "association_secretary")

    lost = actions.undo_merge(done, by=scene.secretary)

    assert (lost.association_id, lost.branch_id) == (receiver.pk, None)


def test_people_told_apart_are_no_duplicates_any_more(as_user, scene, pair):
    client = as_user(scene.secretary)
    path = reverse("members:workspace-duplicates", args=[scene.association.slug])
    foreign = MemberFactory()
    [group] = client.get(path).context["groups"]
    assert group == list(pair)

    client.post(path, {"apart": [*(row.pk for row in pair), foreign.pk, "x", "9" * 30]})

    assert client.get(path).context["groups"] == []
    foreign.refresh_from_db()
    assert not foreign.told_apart


def test_groups_hang_together_by_name_year_and_telephone(scene):
    mine = {"association": scene.association}
    one = MemberFactory(full_name="Lê An", birth_year=1950, phone="0911111111", **mine)
    two = MemberFactory(full_name="LE AN", **mine)
    three = MemberFactory(full_name="Vũ Bê", phone="+84 911111111", **mine)
    MemberFactory(full_name="Trần Cu", birth_year=1950, **mine)
    MemberFactory(full_name="Trần Cu", birth_year=1951, **mine)
    MemberFactory(full_name="Lê An")

    groups = scene.association.members.possible_duplicates()

    assert groups == [[one.pk, two.pk, three.pk]]
