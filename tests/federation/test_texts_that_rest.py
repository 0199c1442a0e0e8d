"""What was approved, or goes out, is translated no more."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from bulletin.models import Mailing
from events.models import AnnualPlan, Greeting, PlanItem
from federation.models import TranslationState
from federation.models.translations import fingerprint
from tests.accounts.factories import UserFactory
from tests.events.factories import OccurrenceFactory

pytestmark = pytest.mark.django_db


def letter(status):
    return Greeting.objects.create(
        occurrence=OccurrenceFactory(),
        addressee="Đại sứ quán",
        signer="Nguyễn Ví Dụ",
        signer_title_vi="Chủ tịch",
        text_vi="Kính gửi",
        text_en="Dear friends",
        written_by=UserFactory(),
        **status,
    )


def item(status):
    plan = AnnualPlan.objects.create(year=2027, **status)
    return PlanItem.objects.create(plan=plan, title_vi="Gặp mặt", month=6)


def mailing(status):
    return Mailing.objects.create(subject_vi="Bản tin", **status)


@pytest.fixture
def translator(as_user):
    user = UserFactory(staff=True)
    names = ["view_translationstate", "change_translationstate", "write_translation"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return as_user(user)


KINDS = [(letter, "text", "submitted"), (item, "title", "submitted")]
KINDS += [(mailing, "subject", "paused")]


@pytest.mark.parametrize(("make", "name", "later"), KINDS)
def test_a_text_rests_once_others_rely_on_it(translator, make, name, later):
    row = make({})
    TranslationState.objects.survey()
    state = TranslationState.objects.get(
        object_id=row.pk, content_type__model=row._meta.model_name
    )
    path = reverse("admin:federation_translationstate_change", args=[state.pk])

    def write(words):
        row.refresh_from_db()
        data = {"move": "save"}
        for each in state.names:
            was = getattr(row, f"{each}_en") or ""
            data[f"from_{each}"] = fingerprint(getattr(row, f"{each}_vi") or "")
            data |= {f"was_{each}": fingerprint(was), each: was}
        answer = translator.post(path, data | {name: words})
        row.refresh_from_db()
        return answer.status_code, getattr(row, f"{name}_en")

    assert write("First") == (302, "First")

    holder = getattr(row, "plan", row)
    type(holder).objects.filter(pk=holder.pk).update(status=later)
    assert write("Second") == (403, "First")
    assert 'name="move"' not in translator.get(path).text
