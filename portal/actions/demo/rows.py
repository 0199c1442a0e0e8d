"""Rows from TOML: each table is a model, each entry a row, found again by its key.

A row that exists is left alone, so seeding twice changes nothing and no correction is
undone. `fill = true` completes a row that the reference tables made: only where its
field is still empty. A text for a foreign key is the referred row's local `key`, its
slug, code or ISO code; "union" is the root.
"""

import datetime as dt
import re
import tomllib
from collections import Counter

from django.apps import apps
from django.db import models
from django.utils import timezone

from federation.models import Union

# What identifies a row of each model, in the words of its fields.
KEYS = {
    "federation.Document": ["code", "title_vi"],
    "federation.Person": ["slug"],
    "federation.Term": ["owner", "ordinal"],
    "federation.Congress": ["term"],
    "federation.CongressTarget": ["congress", "title_vi"],
    "federation.Body": ["owner", "term", "name_vi"],
    "federation.Appointment": ["person", "body", "title_vi"],
    "federation.Figure": ["owner", "metric", "year", "as_of", "basis"],
    "federation.Page": ["slug"],
    "federation.Photo": ["alt_vi"],
    "federation.ConsentText": ["purpose", "valid_from"],
    "federation.Partner": ["name_vi"],
    "federation.AidProject": ["title_vi"],
    "federation.FundDrive": ["slug"],
    "federation.Contribution": ["drive", "donor", "donor_name"],
    "members.Association": ["slug"],
    "members.Branch": ["slug"],
    "members.MembershipCount": ["organization", "as_of"],
    "members.CommitteeSeat": ["body", "name"],
    "events.Anniversary": ["title_vi"],
    "events.Event": ["slug"],
    "events.Guest": ["event", "name"],
    "events.EventPhoto": ["event", "photo"],
    "events.Album": ["slug"],
    "events.AlbumPhoto": ["album", "photo"],
    "bulletin.Publication": ["title_vi"],
    "bulletin.PublicationLicense": ["number"],
    "bulletin.Section": ["slug"],
    "bulletin.Issue": ["publication", "year", "number"],
    "bulletin.Article": ["slug"],
    "bulletin.ArticlePhoto": ["article", "photo"],
    "bulletin.IssueEdition": ["issue", "form"],
    "bulletin.Subscription": ["email"],
    "bulletin.Mailing": ["subject_vi"],
    "bulletin.Delivery": ["mailing", "address"],
    "portal.Announcement": ["starts_at"],
    "portal.Feedback": ["number"],
    "awards.CommendationRound": ["slug"],
    "awards.CommendationDecision": ["document"],
    "awards.Award": ["form", "register_year", "register_no"],
    "awards.ExternalAward": ["title_vi", "year"],
}
WORDS = ("slug", "code", "iso2")
RELATIVE = re.compile(r"([+-]\d+)d(?: (\d\d):(\d\d))?")


class Rows:
    """The rows of one seeding, by their local keys, and how many were made."""

    def __init__(self):
        self.known = {}
        self.made = Counter()
        self.hooks = {}
        self.today = timezone.localdate()

    def load(self, path, *, is_demo: bool) -> None:
        """Make the rows of one file that are not there yet."""
        content = tomllib.loads(path.read_text("utf-8"))
        for app, tables in content.items():
            for name, entries in tables.items():
                model = apps.get_model(app, name)
                for entry in entries:
                    self.row(model, dict(entry), is_demo=is_demo)

    def row(self, model, entry: dict, *, is_demo: bool):
        """Find the row by its key or make it."""
        key, fill = entry.pop("key", None), entry.pop("fill", False)
        many = {
            field.name: entry.pop(field.name)
            for field in model._meta.many_to_many
            if field.name in entry
        }
        values = {name: self.value(model, name, text) for name, text in entry.items()}
        names = KEYS[model._meta.label]
        row = model.objects.filter(**{n: values.get(n) for n in names}).first()
        if row is None:
            row = self.make(model, values, many, is_demo)
        elif fill:
            self.fill(row, values)
        if key:
            self.known[key] = row
        return row

    def make(self, model, values: dict, many: dict, is_demo: bool):
        if hasattr(model, "is_demo"):
            values["is_demo"] = is_demo
        if before := self.hooks.get(("before", model._meta.label)):
            before(values)
        row = model.objects.create(**values)
        for name, references in many.items():
            related = model._meta.get_field(name).related_model
            getattr(row, name).set([self.find(related, word) for word in references])
        if after := self.hooks.get(("after", model._meta.label)):
            after(row)
        self.made[model._meta.label] += 1
        return row

    def fill(self, row, values: dict) -> None:
        """Complete what is still empty; a date brings its precision along."""
        empty = {n: v for n, v in values.items() if getattr(row, n) in (None, "")}
        if "founded_on" in empty:
            empty["founded_precision"] = values.get("founded_precision", "day")
        if empty:
            for name, value in empty.items():
                setattr(row, name, value)
            row.save()
            self.made[row._meta.label] += 1

    def value(self, model, name: str, text):
        """What stands in the file, as the field wants it."""
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            return self.find(field.related_model, text)
        if isinstance(text, str) and isinstance(field, models.DateField):
            return self.from_today(field, text)
        if isinstance(text, dt.datetime):
            return timezone.make_aware(text)
        return text.strip() if isinstance(text, str) else text

    def from_today(self, field, text: str):
        """`+12d 08:30`: so many days from the day of seeding."""
        days, hour, minute = RELATIVE.fullmatch(text).groups()
        day = self.today + dt.timedelta(days=int(days))
        if not isinstance(field, models.DateTimeField):
            return day
        time = dt.time(int(hour or 0), int(minute or 0))
        return timezone.make_aware(dt.datetime.combine(day, time))

    def find(self, model, word: str):
        """The row a text refers to."""
        for key in (word, (model, word)):
            if key in self.known:
                return self.known[key]
        if word == "union":
            return Union.objects.get().organization_ptr
        fields = {field.name for field in model._meta.get_fields()}
        for name in WORDS:
            if name in fields and (row := model.objects.filter(**{name: word}).first()):
                self.known[model, word] = row
                return row
        raise LookupError(f"{model._meta.label} {word!r} is not known yet")
