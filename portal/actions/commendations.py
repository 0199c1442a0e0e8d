"""Reference tables of commendation: levels, forms, types, rules, papers."""

from awards.models import (
    CommendationForm,
    CommendationLevel,
    CommendationType,
    CouncilRules,
    NominationRequirement,
)
from federation.models import LegalBasis
from portal.actions import tables
from portal.actions.merge import settle
from portal.actions.tables import Refused, keyed


@keyed("code")
def load_level(_loader, row: dict):
    return settle(*named(CommendationLevel, row))


@keyed("code")
def load_type(_loader, row: dict):
    return settle(*named(CommendationType, row))


def named(model, row: dict):
    """The row of that code, and the values every table of names has."""
    code = tables.needed(row, "code")
    found = model.objects.filter(code=code).first() or model(code=code)
    return found, {
        "name_vi": tables.needed(row, "name_vi"),
        "name_en": row["name_en"],
        "display_order": tables.number(row, "display_order") or 100,
    }


@keyed("code")
def load_form(_loader, row: dict):
    """A form with its level; the legal texts of a new one, staff's stay."""
    form, values = named(CommendationForm, row)
    level = CommendationLevel.objects.filter(code=tables.needed(row, "level")).first()
    if level is None:
        raise Refused("level", f"no level {row['level']!r}")
    codes = [code.strip() for code in row["legal_bases"].split(";") if code.strip()]
    bases = list(LegalBasis.objects.filter(code__in=codes))
    if len(bases) < len(codes):
        raise Refused("legal_bases", "a text is not known")
    flags = ("for_collectives", "for_individuals", "for_foreigners", "own_issue")
    values |= {"level": level, "rank": row["rank"]}
    outcome = settle(form, values | {name: tables.flag(row, name) for name in flags})
    if not form.legal_bases.exists():
        form.legal_bases.set(bases)
    return outcome


@keyed("code")
def load_rules_of_council(_loader, row: dict):
    """How the council votes; what staff changed stays."""
    code = tables.needed(row, "code")
    found = CouncilRules.objects.filter(code=code).first() or CouncilRules(code=code)
    numbers = ("quorum_percent", "majority_percent", "notice_days")
    choices = {
        "base": CouncilRules.Base,
        "tie": CouncilRules.Tie,
        "ballot": CouncilRules.Ballot,
    }
    return settle(
        found,
        {
            "name_vi": tables.needed(row, "name_vi"),
            "name_en": row["name_en"],
            "note": row["note"],
            "reaching_suffices": tables.flag(row, "reaching_suffices"),
            **{name: tables.number(row, name) or 0 for name in numbers},
            **{
                name: tables.one_of(row, name, set(known.values))
                for name, known in choices.items()
            },
        },
    )


@keyed("form", "kind", "code")
def load_nomination_paper(_loader, row: dict):
    """A paper asked for; what staff worded stays."""
    form = CommendationForm.objects.filter(code=row["form"]).first()
    if row["form"] and form is None:
        raise Refused("form", f"no form {row['form']!r}")
    kinds = set(NominationRequirement.Kind.values)
    key = {
        "form": form,
        "kind": tables.one_of(row, "kind", kinds, empty=True),
        "code": tables.needed(row, "code"),
    }
    found = NominationRequirement.objects.filter(**key).first()
    texts = ("title_vi", "title_en", "help_vi", "help_en")
    tables.needed(row, "title_vi")
    return settle(
        found or NominationRequirement(**key),
        {
            **{name: row[name] for name in texts},
            "is_required": tables.flag(row, "required"),
            "display_order": tables.number(row, "display_order") or 100,
        },
    )
