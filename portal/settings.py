"""Every setting of the portal, read from the environment and checked at the start."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError, ValidationError, validate

from portal import desk, schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def long_enough(value: str) -> None:
    if len(value) < 50 or len(set(value)) < 10 or "insecure" in value:
        raise ValidationError("needs 50 random characters at least")


def begins(*schemes: str):
    """The value is an address of one of these kinds, with a host or a path."""

    def check(value: str) -> None:
        if not value.startswith(schemes) or not urlsplit(value)[1:3] > ("", ""):
            raise ValidationError(f"must begin with {' or '.join(schemes)}")

    return check


def key_opens(path: str, password: str) -> None:
    """A PKCS #12 file (RFC 7292) with a private key in it, or none at all."""
    try:
        found = path and load_pkcs12(Path(path).read_bytes(), password.encode()).key
    except (OSError, ValueError) as error:
        raise EnvError(f'Environment variable "CERTIFICATE_KEY": {error}') from None
    if found is None:
        raise EnvError('Environment variable "CERTIFICATE_KEY": no private key in it')


# A wrong value stops the start with one sentence that names the variable.
try:
    SECRET_KEY = env.str("SECRET_KEY", validate=long_enough)
    SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
    DEBUG = env.bool("DEBUG", False)
    HTTPS = env.bool("HTTPS", not DEBUG)
    ALLOWED_HOSTS = env.list(
        "ALLOWED_HOSTS", ["localhost", "127.0.0.1"], validate=validate.Length(min=1)
    )
    # Addresses in mail and feeds start with this, never with what a request claims.
    SITE_URL = env.str(
        "SITE_URL", "http://localhost:8000", validate=begins("http://", "https://")
    ).rstrip("/")
    env.str("DATABASE_URL", validate=begins("postgres://", "postgresql://"))
    DATABASES = {
        "default": env.dj_db_url(
            "DATABASE_URL", conn_max_age=60, conn_health_checks=True
        )
    }
    brokers = begins("redis://", "rediss://", "unix://", "memory://")
    REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0", validate=brokers)
    CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL)
    CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", False)
    DEFAULT_FROM_EMAIL = env.str(
        "DEFAULT_FROM_EMAIL", "webmaster@localhost", validate=validate.Regexp(".+@.+")
    )
    env.str(
        "EMAIL_URL",
        "smtp://localhost:25",
        validate=begins("smtp://", "smtps://", "smtp+tls://", "smtp+ssl://"),
    )
    EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
    # When set, every mail is written here as an .eml file instead of being sent.
    MAIL_DIR = env.str("MAIL_DIR", "")
    # For so many seconds a worker has a message to itself; more than a task may last.
    OUTBOX_LEASE = env.int("OUTBOX_LEASE", 180, validate=validate.Range(min=2))
    # Every so many seconds a sweep looks for what lost its doorbell or its worker.
    EVENTS_SWEEP = env.int("EVENTS_SWEEP", 60, validate=validate.Range(1, 300))
    OUTBOX_SWEEP = env.int("OUTBOX_SWEEP", 20, validate=validate.Range(1, 300))
    # Hosts that may be called when a reminder falls due; of these, the inner ones.
    WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", [])
    WEBHOOK_INSIDE = env.list("WEBHOOK_INSIDE", [])
    # What the mail server shows when it reports an address that cannot be reached.
    BOUNCE_SECRET = env.str("BOUNCE_SECRET", "")
    # The union's certificate with its key: signs the certificates of commendations.
    CERTIFICATE_KEY = env.str("CERTIFICATE_KEY", "")
    CERTIFICATE_KEY_PASSWORD = env.str("CERTIFICATE_KEY_PASSWORD", "")
    key_opens(CERTIFICATE_KEY, CERTIFICATE_KEY_PASSWORD)
    # Whose union an empty portal gets: a slug of portal/data/unions.csv.
    CITY = env.str("CITY", "")
    # Where seed_demo writes the accounts it makes.
    DEMO_ACCOUNTS = env.str(
        "DEMO_ACCOUNTS", str(BASE_DIR / "var" / "demo-accounts.json")
    )
    MEDIA_ROOT = env.str("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
    STATIC_ROOT = env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
    # How many proxies in front of us may be believed about the reader's address.
    TRUSTED_PROXIES = env.int(
        "TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=9)
    )
    METRICS_ALLOWED = env.list("METRICS_ALLOWED", ["127.0.0.1", "::1"])
    if HTTPS and DEBUG:
        raise EnvError('Environment variable "DEBUG" must be off when HTTPS is on')
    if HTTPS and not DEBUG and "SITE_URL" in os.environ:
        env.str("SITE_URL", validate=begins("https://"))
except (EnvError, ValueError) as error:
    reason = str(error).replace("['", "").replace("']", "").rstrip(".")
    raise SystemExit(f"The portal does not start: {reason}.") from None

TESTING = "pytest" in sys.modules

INSTALLED_APPS = [
    "modeltranslation",  # before the admin
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "accounts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ckeditor",
    "csp",
    "pgtrigger",
    "pghistory",
    "outbox",
    "accounts",
    "federation",
    "members",
    "events",
    "bulletin",
    "awards",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.Caching",
    "portal.middleware.ProgramsReadJson",
    "portal.middleware.PlainTextOnly",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.NotTooFast",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.SecondFactorRequired",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
            "builtins": ["federation.templatetags.components"],
        },
    }
]

# --- data ---------------------------------------------------------------------

DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    # Our queries are short: compiling one would take longer than running it. A trigger
    # that finds its setting empty need not catch the fault of an unknown one, which
    # makes writing thousands of rows at once twice as slow.
    options="-c jit=off -c statement_timeout=10000 -c pgtrigger.ignore={}"
    " -c pg_trgm.word_similarity_threshold=0.5"
    " -c idle_in_transaction_session_timeout=30000",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# Every insert, update and delete leaves a row that no API of ours can change.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_APPEND_ONLY = True

# --- two languages ------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["portal.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "vi"
MODELTRANSLATION_ENABLE_FALLBACKS = False
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = desk.labelled
JQUERY_URL = "admin/js/vendor/jquery/jquery.js"
JQUERY_UI_URL = "vendor/jquery-ui/jquery-ui.min.js"

# --- files --------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "federation.richtext.AppFiles",
]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Files that are asked for at the root without being linked: /favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_DOCUMENT_BYTES = 20 * 2**20
UPLOAD_IMAGE_BYTES = 15 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- who may log in -----------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["federation.access.OfficeBackend"]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("account_inside")
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = False  # counted in accounts.LoginEvent: survives a lost cache
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers allow passkeys on plain http only for localhost; so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LogInForm",
    "change_password": "accounts.forms.ChangeForm",
    "reset_password": "accounts.forms.ForgottenForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
    "confirm_login_code": "accounts.forms.MailedCodeForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.ActivateForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
}
# The second factor is mandatory, so ten characters do: docs/adr/0010.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 10}),
        (
            "UserAttributeSimilarityValidator",
            {"user_attributes": ["email", "full_name"]},
        ),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# --- what a browser may do ----------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY = HTTPS, True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# CKEditor 4 is fenced: docs/adr/0003.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
CKEDITOR_CONFIGS = desk.CKEDITOR_CONFIGS
CKEDITOR_FENCED = desk.CKEDITOR_FENCED
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"

# --- work that happens by itself ----------------------------------------------

CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    # A request asks the broker once: the row is safe, the sweep comes.
    **dict.fromkeys(["max_retries", "interval_start", "interval_step"], 0),
}
CELERY_VISIBILITY_TIMEOUT = 300
# Times are UTC: 00:05 UTC is 07:05 in Viet Nam. Every task is a sweep.
CELERY_BEAT_SCHEDULE = schedule.entries(outbox=OUTBOX_SWEEP, reminders=EVENTS_SWEEP)

# --- mail ---------------------------------------------------------------------

for _name, _value in EMAIL_CONFIG.items():
    if _name.startswith("EMAIL_"):
        globals()[_name] = _value
EMAIL_TIMEOUT = 10
if MAIL_DIR:
    EMAIL_BACKEND = "outbox.relay.EmlFiles"
    EMAIL_FILE_PATH = MAIL_DIR
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- the admin ----------------------------------------------------------------

UNFOLD = desk.UNFOLD
