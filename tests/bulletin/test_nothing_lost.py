"""Two people at one form of the newsroom: nobody's work is written over unseen."""

import threading
import time

import pytest
from django.db import close_old_connections, connection, transaction
from django.urls import reverse

from bulletin.models import Article, Issue, Mailing
from tests.bulletin.factories import (
    ArticleFactory,
    IssueFactory,
    SectionFactory,
    mailing,
)
from tests.bulletin.test_admin import change, errors, form, seen

pytestmark = pytest.mark.django_db


def of_issue(issue, **changes) -> dict:
    data = {"publication": issue.publication_id, "number": issue.number}
    data |= {name: getattr(issue, name) or "" for name in ("lead_vi", "imprint_vi")}
    return data | {"year": issue.year} | changes


def of_mailing(row, **changes) -> dict:
    data = {"subject_vi": row.subject_vi, "per_minute": row.per_minute}
    return data | {"articles": [each.pk for each in row.articles.all()]} | changes


@pytest.mark.parametrize(
    ("make", "filled", "mine", "theirs"),
    [
        (IssueFactory, of_issue, "lead_vi", "imprint_vi"),
        (mailing, of_mailing, "intro_vi", "subject_vi"),
    ],
)
def test_issues_and_newsletters_keep_what_two_people_write(
    staff_client, make, filled, mine, theirs
):
    row = make()
    url = reverse(f"admin:bulletin_{row._meta.model_name}_change", args=[row.pk])
    page = staff_client.get(url)
    shown = page.context["adminform"].form.initial["seen"]
    assert 'name="seen"' in page.text
    type(row).objects.filter(pk=row.pk).update(**{theirs: "Của chị", mine: "Cũng"})

    typed = filled(row, **{mine: "Của tôi", "seen": shown})
    refused = staff_client.post(url, typed)
    assert errors(refused) == {mine}
    assert "“Cũng”" in refused.text
    again = refused.context["adminform"].form.data["seen"]
    typed = filled(type(row).objects.get(pk=row.pk), **{mine: "Của tôi"})
    assert staff_client.post(url, typed | {"seen": again}).status_code == 302

    row.refresh_from_db()
    assert getattr(row, mine) == "Của tôi"
    assert getattr(row, theirs) == "Của chị"


def test_what_another_has_chosen_is_kept_or_shown(staff_client):
    """Lists of choices as texts: articles of a newsletter, sections, files."""
    row, other = mailing(), ArticleFactory(published=True, title_vi="Bài của chị")
    url = reverse("admin:bulletin_mailing_change", args=[row.pk])
    shown = staff_client.get(url).context["adminform"].form.initial["seen"]
    before = of_mailing(row)
    row.articles.add(other)

    staff_client.post(url, before | {"intro_vi": "Chào", "seen": shown})
    assert other in row.articles.all()

    mine = before | {"articles": [], "seen": shown}
    refused = staff_client.post(url, mine)
    assert "Bài của chị" in " ".join(
        refused.context["adminform"].form.errors["articles"]
    )


def test_a_choice_is_told_by_its_name(staff_client):
    article = ArticleFactory()
    shown = seen(staff_client, article)
    hers = SectionFactory(title_vi="Mục của chị")
    Article.objects.filter(pk=article.pk).update(section=hers)

    mine = form(article, section=SectionFactory().pk, seen=shown)
    refused = staff_client.post(change(article), mine)

    assert "“Mục của chị”" in refused.text


@pytest.mark.django_db(transaction=True)
def test_who_saves_at_the_same_moment_waits_and_is_told(staff_client):
    """The row is held from the look at what others wrote until it is written."""
    article = ArticleFactory(title_vi="Một")
    shown, answers = seen(staff_client, article), []

    def save():
        typed = form(article, title_vi="Ba", seen=shown)
        answers.append(staff_client.post(change(article), typed))
        close_old_connections()
        connection.close()

    mine = threading.Thread(target=save)
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(title_vi="Hai")
        mine.start()
        time.sleep(1)
    mine.join()

    assert errors(answers[0]) == {"title_vi"}
    assert Article.objects.get().title_vi == "Hai"


def test_a_new_issue_and_a_new_newsletter_are_saved(staff_client):
    issue = IssueFactory.build(publication=IssueFactory().publication, number=9)
    staff_client.post("/admin/bulletin/issue/add/", of_issue(issue))
    staff_client.post(
        "/admin/bulletin/mailing/add/", {"subject_vi": "Mới", "per_minute": "600"}
    )

    assert Issue.objects.filter(number=9).exists()
    assert Mailing.objects.filter(subject_vi="Mới").exists()
