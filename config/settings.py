"""Settings, every value from the environment; a missing production secret fails loudly."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.start import addresses

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

# `make run` and the tests set LOCAL_START; anything else is a real installation.
IS_LOCAL = env.bool("LOCAL_START", default=False)
# What the start was told; what the data are, the database knows (audit.replay.is_demo), and a
# start that was told otherwise is refused.
IS_DEMO = env.bool("DEMO", default=False)
DEBUG = False


# What a real installation names itself; nothing is assumed for it.
REQUIRED = {
    "SECRET_KEY": "a long random text",
    "DATABASE_URL": "postgres://USER:PASSWORD@HOST/NAME",
    "REDIS_URL": "redis://HOST:6379/0",
}


def _refuse_missing() -> None:
    missing = [f"{name} ({what})" for name, what in REQUIRED.items() if not env(name, default="")]
    if missing and not IS_LOCAL:
        raise ImproperlyConfigured(f"Set {', '.join(missing)}: a real installation names them.")


def _secret_key() -> str:
    """The key from SECRET_KEY; a local start may use the one that the start keeps in VAR_DIR."""
    key = env("SECRET_KEY", default="")
    kept = VAR_DIR / "secret_key"
    if not key and kept.exists():
        key = kept.read_text().strip()
    if not key:
        raise ImproperlyConfigured("Set SECRET_KEY (a long random text).")
    return key


_refuse_missing()
SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if IS_LOCAL else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where people reach the site, for links that a command prints.
SITE_URL = env("SITE_URL", default="" if IS_LOCAL else f"https://{(ALLOWED_HOSTS or [''])[0]}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # so that widgets are drawn by the templates of the project
    "django.contrib.postgres",
    "pgtrigger",
    "axes",
    "crispy_forms",
    "csp",
    "config",
    "audit",
    "agencies",
    "directives",
    "assignments",
    "inspections",
    "notifications",
    "reports",
    # After ours, so that our templates win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.middleware.SeatMiddleware",
    "config.middleware.LanguageMiddleware",
    "config.middleware.SessionLimitMiddleware",
    "config.middleware.RightsMiddleware",
    "config.middleware.ReadOnlyGetMiddleware",
    "config.middleware.OneEffectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "config.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "config.templatetags.kit",
            ],
        },
    }
]


# --- data -----------------------------------------------------------------------------------
def _database() -> dict[str, Any]:
    """The database of DATABASE_URL; what its address adds (sslmode=verify-full, …) stays."""
    address = env("DATABASE_URL", default="") or addresses.database_url()
    facts = env.db_url_config(address) if address.startswith("postgres") else {}
    told = facts.get("OPTIONS", {})
    if not (facts.get("NAME") or told.get("service")):
        raise ImproperlyConfigured(
            "DATABASE_URL names no PostgreSQL database: write postgres://USER:PASSWORD@HOST/NAME"
        )
    limits = (
        "-c statement_timeout=120000 -c idle_in_transaction_session_timeout=120000"
        " -c lock_timeout=30000"
        # Short questions of rows that lie in memory or on flash: an index costs what it costs
        # there, and compiling a plan takes longer than running it.
        " -c random_page_cost=1.1 -c jit=off"
    )
    options = {"connect_timeout": 5} | told
    options["options"] = f"{limits} {told.get('options', '')}".strip()
    ours = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options}
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | facts | ours


DATABASES = {"default": _database()}
# Counts of tries and used one-time codes hold for all processes together, so not in each one's
# memory; in PostgreSQL, because no page waits for Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "agencies_signinlimit",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agencies.User"

REDIS_URL = env("REDIS_URL", default="") or addresses.broker_url()

# --- files ----------------------------------------------------------------------------------
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "files")))
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50 * 1024 * 1024)
# Below this share of free space no file is taken: the rest is for the database. A trial on a desk
# computer shares a disk that is often nearly full, and takes files until the disk itself refuses.
DISK_FREE_SHARE = env.float("DISK_FREE_SHARE", default=0.0 if IS_LOCAL else 0.10)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "config.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env(
            "STATICFILES_BACKEND",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
WHITENOISE_MAX_AGE = 3600

# --- language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["config.formats"]

# --- sign-in --------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "agencies.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole office stands behind one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Theo dõi chỉ đạo Hà Tĩnh"
# Administrators and Home Affairs need a second factor; None leaves it to the database: a demo
# asks for none.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=None)
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "agencies.adapter.account_named"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
# Both libraries take the address that this many proxies of ours reported, else the connection's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_CLIENT_IP_CALLABLE = "agencies.adapter.address_of"

SESSION_IDLE_SECONDS = env.int(
    "SESSION_IDLE_SECONDS", default=30 * 60 if not IS_LOCAL else 8 * 3600
)
SESSION_MAX_SECONDS = env.int("SESSION_MAX_SECONDS", default=10 * 3600)
SESSION_COOKIE_AGE = SESSION_MAX_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- headers --------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not IS_LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # Firefox before 132 loads the icon file under default-src, not under img-src.
        "default-src": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "worker-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # allauth draws the TOTP code as a data: image
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- forms, mail, jobs ----------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "kit"
CRISPY_TEMPLATE_PACK = "kit"
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="theodoichidao@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

RIGHTS_TABLE = "config.rights"
SILENCED_SYSTEM_CHECKS: list[str] = []
