"""Papers made from rows: typst sets the PDF, the office's Word file is filled in.

One set of fonts, nothing of the system, nothing fetched; data are read as data and
never as markup. Templates lie under `templates/`; hand a paper out with
`federation.uploads.give(ContentFile(…), name=…)`.
"""

import json
import shutil
from io import BytesIO
from pathlib import Path

import fontpkg_be_vietnam_pro
import fontpkg_newsreader
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.runtime import missing
from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = settings.BASE_DIR / "templates"
FONTS = [str(fontpkg_newsreader.ROOT), str(fontpkg_be_vietnam_pro.ROOT)]


class BrokenTemplate(Exception):
    """The office's own Word file cannot be filled in; the words say why."""


class NoSuchName(UndefinedError):
    """The Word file asks for a name that the data lack; the words are for staff."""


class Missing(StrictUndefined):
    """A name that the data lack is told, with those they have; never left blank."""

    def __init__(self, hint=None, obj=missing, name=None, exc=UndefinedError):
        is_ours = isinstance(obj, dict) and exc is UndefinedError
        super().__init__(hint, obj, name, NoSuchName if is_ours else exc)

    @property
    def _undefined_message(self) -> str:
        if self._undefined_exception is NoSuchName:
            return no_such_names([self._undefined_name], self._undefined_obj)
        return super()._undefined_message


def no_such_names(names, known) -> str:
    listed = {"names": ", ".join(sorted(names)), "known": ", ".join(sorted(known))}
    return _("This paper has no “%(names)s”. It has: %(known)s.") % listed


def pdf(template: str, data=None, *, folder: Path | None = None, standards=()) -> bytes:
    """The typst template, named from `templates/`, with the data in `sys.inputs.data`.

    With a `folder` the template is set in it and reads the files beside it. PDF/UA:
    `standards=["ua-1"]`.
    """
    source = TEMPLATES / template
    if folder is not None:
        source = Path(shutil.copy(source, folder))
    return typst.compile(
        str(source),
        root=str(folder or source.parent),
        font_paths=FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=told_to(data),
        pdf_standards=list(standards),
    )


class Press:
    """One template set many times in one folder: its fonts are read once."""

    def __init__(self, template: str, folder: Path):
        self.compiler = typst.Compiler(
            str(shutil.copy(TEMPLATES / template, folder)),
            root=str(folder),
            font_paths=FONTS,
            ignore_system_fonts=True,
        )

    def pdf(self, data, *, standards=()) -> bytes:
        return self.compiler.compile(
            format="pdf", sys_inputs=told_to(data), pdf_standards=list(standards)
        )

    def query(self, data, selector: str) -> list:
        """What the template says of itself by `metadata` with that label."""
        self.compiler.compile(format="pdf", sys_inputs=told_to(data))
        return json.loads(self.compiler.query(selector, field="value"))


def told_to(data) -> dict[str, str]:
    """The data as the template reads them."""
    return {"data": json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)}


def word(source, data: dict) -> bytes:
    """The Word file filled in; `source` is a path from `templates/` or an open file.

    A file of staff's is no program: it reads the data and nothing else, and marks of
    markup in the data stay text. A name that the data lack is a fault, not a blank.
    """
    out, is_ours = BytesIO(), isinstance(source, str)
    source = TEMPLATES / source if is_ours else BytesIO(source.read())
    try:
        paper, room = DocxTemplate(source), SandboxedEnvironment(undefined=Missing)
        unknown = paper.get_undeclared_template_variables(room) - data.keys()
        if unknown:
            raise BrokenTemplate(no_such_names(unknown, data))
        paper.render(data, room, autoescape=True)
        paper.save(out)
    except BrokenTemplate:
        raise
    except TemplateError as error:
        raise BrokenTemplate(told(error)) from error
    except Exception as error:  # whatever an expression of staff's may run into
        raise BrokenTemplate(_("This Word file cannot be filled in.")) from error
    return out.getvalue()


def told(error: TemplateError) -> str:
    """What Jinja says about the mark that it cannot read, or we about a name."""
    if isinstance(error, NoSuchName):
        return str(error)
    words = _("A mark in this Word file cannot be read: %(error)s")
    return words % {"error": error.message or error.__class__.__name__}
