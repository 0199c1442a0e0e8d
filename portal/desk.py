"""How the staff's desk looks: the editor's buttons, the admin's colours."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

CKEDITOR_CONFIGS = {
    "default": {
        # An allow-list: what is not named here is not started. No way to type HTML,
        # to upload, or to put in pictures, frames and forms.
        "plugins": ",".join(
            [
                *("toolbar", "wysiwygarea", "floatingspace", "resize", "maximize"),
                *("basicstyles", "format", "blockquote", "list", "link", "language"),
                *("table", "tabletools", "tableselection", "contextmenu", "undo"),
                *("clipboard", "pastetext", "pastefromword", "pastefromgdocs"),
                *("pastefromlibreoffice", "removeformat", "specialchar", "enterkey"),
                *("entities", "htmlwriter", "horizontalrule", "showborders", "tab"),
                *("elementspath", "a11yhelp"),
            ]
        ),
        "toolbar": [
            ["Format", "Bold", "Italic", "Superscript", "Subscript"],
            ["BulletedList", "NumberedList", "Blockquote", "HorizontalRule"],
            ["Link", "Unlink", "Table", "Language", "SpecialChar"],
            ["PasteText", "PasteFromWord", "RemoveFormat", "Undo", "Redo", "Maximize"],
        ],
        "format_tags": "p;h2;h3;h4",
        "language_list": ["en:English", "vi:Tiếng Việt", "fr:Français", "lo:ລາວ"],
        "removeDialogTabs": "link:upload;link:advanced;link:target;table:advanced",
        "entities": False,
        "basicEntities": True,
        "customConfig": "",
        "defaultLanguage": "vi",
        "disableNativeSpellChecker": False,
        "contentsCss": lazy(static, str)("css/editor.css"),
        "height": 460,
        "width": "100%",
    }
}

# Parts of the editor that are neither collected nor served.
CKEDITOR_FENCED = [
    *("*/samples/*", "samples", "ckeditor/galleriffic/*", "ckeditor/file-icons/*"),
    *("ckeditor/ckeditor/adapters/*", "ckeditor/ckeditor/*.md"),
    *("ckeditor/ckeditor/*build-config.js", "ckeditor/ckeditor/*runner.config.json"),
    *(
        f"ckeditor/ckeditor/plugins/{name}/*"
        for name in [
            *("about", "adobeair", "ajax", "autoembed", "autogrow", "bbcode"),
            *("codesnippet", "codesnippetgeshi", "devtools", "div", "divarea"),
            *("docprops", "embed", "embedbase", "embedsemantic", "exportpdf"),
            *("filetools", "find", "flash", "forms", "iframe", "iframedialog"),
            *("image", "image2", "mathjax", "placeholder", "preview", "scayt"),
            *("sharedspace", "smiley", "sourcedialog", "stylesheetparser"),
            *("templates", "uicolor", "uploadimage", "uploadwidget", "wsc", "xml"),
        ]
    ),
]


def shades(values: str) -> dict[str, str]:
    """The eleven steps of one colour, from 50 to 950."""
    steps = ("50", *(str(step) for step in range(100, 1000, 100)), "950")
    return dict(zip(steps, values.split(), strict=True))


UNFOLD = {
    "SITE_TITLE": "portal.context_processors.admin_title",
    "SITE_HEADER": "portal.context_processors.admin_title",
    "SITE_SUBHEADER": "portal.context_processors.admin_city",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("img/favicon.svg"),
        }
    ],
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [
        lambda request: static("js/files.js"),
        lambda request: static("js/keys.js"),
        lambda request: static("js/desk.js"),
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "2px",
    "ACCOUNT": {
        "navigation": [
            {"title": _("Your account"), "link": reverse_lazy("account_inside")},
        ]
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": "accounts.admin.sidebar",
    },
    "COLORS": {
        "primary": shades(
            "#fbf0ec #f5e2da #ecc6ba #e09e8c #cf6b57 #b5342a #9c2018 #7b150f "
            "#641510 #4d120e #2b0906"
        ),
        "base": shades(
            "#f7f3ea #eee7d8 #e3d9c4 #d3c7b0 #b3a288 #857459 #5b4d42 #43372f "
            "#2b231e #1e1815 #14100e"
        ),
        "font": {
            "subtle-light": "#5b4d42",
            "subtle-dark": "#bfb09a",
            "default-light": "#3b3029",
            "default-dark": "#dccfb9",
            "important-light": "#211915",
            "important-dark": "#f2e8d6",
        },
    },
}


def labelled(name: str, language: str) -> str:
    """“headline [Vietnamese]”: where a tab names the language, the brackets go."""
    return f"{name} [{dict(settings.LANGUAGES)[language]}]"
