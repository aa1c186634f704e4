"""Django settings, read from the environment only; see `docs/settings.md` for each variable."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import rongcheng

PACKAGE_DIR = Path(rongcheng.__file__).resolve().parent


def _flag(name: str, default: bool) -> bool:
    """Return an on/off environment variable; anything but 0, false, no, off or nothing is on."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() not in {"", "0", "false", "no", "off"}


def _database(url: str) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name?host=/socket/dir` into Django's form."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "rongcheng",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # The ORM binds on the client and prepares nothing; the named statements of the hot path
        # are prepared, which Django otherwise turns off. See `services.health.statements`.
        "OPTIONS": {
            "application_name": "rongcheng",
            "connect_timeout": 10,
            "prepare_threshold": 5,
        },
        "TEST": {"NAME": os.environ.get("RONGCHENG_TEST_DATABASE", "test_rongcheng")},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///rongcheng"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Demo mode opens the sign-in cards and prints machine credentials; production leaves it off.
RONGCHENG_DEMO = _flag("RONGCHENG_DEMO", False)
# In demo mode `rongcheng up` keeps an invented day running; the pages then say so and move.
RONGCHENG_LIVE = RONGCHENG_DEMO and _flag("RONGCHENG_LIVE", False)
# The data folder holds keys, the embedded database and caches; see `rongcheng.runtime`.
RONGCHENG_DATA = Path(os.environ.get("RONGCHENG_DATA", ".data")).resolve()
# Folder of metro packs, one folder each; only loading and `rongcheng check` read it.
RONGCHENG_METROS = [p for p in os.environ.get("RONGCHENG_METROS", "").split(os.pathsep) if p]
# Where the pools' own cores answer: a JSON file's path, or the JSON itself; see docs/settings.md.
RONGCHENG_CORES = os.environ.get("RONGCHENG_CORES", "")
# Where the cities' own apps sign residents in, in the same two ways; see docs/signin.md.
RONGCHENG_APPS = os.environ.get("RONGCHENG_APPS", "")
# Internal networks in which apps may be told of events, such as 10.1.0.0/16; see docs/city-apps.md.
RONGCHENG_WEBHOOK_NETWORKS = os.environ.get("RONGCHENG_WEBHOOK_NETWORKS", "")

SECRET_KEY = os.environ.get("RONGCHENG_SECRET_KEY", "")
# The secret comes from the keys and follows them; then `gateway/session_secrets.py` sets both.
RONGCHENG_SECRET_FOLLOWS = _flag("RONGCHENG_SECRET_FOLLOWS", False)
SECRET_KEY_FALLBACKS: list[str] = []
DEBUG = _flag("RONGCHENG_DEBUG", False)
ALLOWED_HOSTS = os.environ.get("RONGCHENG_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("RONGCHENG_ORIGINS", "").split(",") if o]

# Sign-in: allauth speaks to the cities' apps and keeps authenticators, which our adapters verify
# and seal; pages are our own. Accounts have a name and no address for letters.
ALLAUTH_APPS = ["allauth", "allauth.account", "allauth.socialaccount", "allauth.mfa"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "rongcheng.foundation.people.city_apps.provider.CityAppAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "rongcheng.foundation.people.mfa_adapter.SealingAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rongcheng"
# How many proxies in front write X-Forwarded-For; 0: the connection's own address counts.
RONGCHENG_PROXIES = int(os.environ.get("RONGCHENG_PROXIES", "0"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "procrastinate.contrib.django",
    "ninja",
    "rongcheng.policy",
    "rongcheng.web",
    "rongcheng.foundation.resealing",
    "rongcheng.foundation.outbox",
    "rongcheng.foundation.access",
    "rongcheng.foundation.people",
    "rongcheng.foundation.institutions",
    "rongcheng.foundation.attachments",
    "rongcheng.foundation.webhooks",
    "rongcheng.foundation.ledger",
    "rongcheng.foundation.code",
    "rongcheng.foundation.cases",
    "rongcheng.foundation.certificates",
    "rongcheng.services.health",
    "rongcheng.services.government",
    "rongcheng.gateway",
    "rongcheng.portal",
    "rongcheng.scale",
    "rongcheng.simulation",
    *ALLAUTH_APPS,
]
AUTH_USER_MODEL = "people.Account"

MIDDLEWARE = [
    "rongcheng.gateway.session_secrets.FollowSecretsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rongcheng.web.middleware.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rongcheng.foundation.people.sessions.SignedInMiddleware",
    "rongcheng.web.middleware.PreferencesMiddleware",
    "rongcheng.web.sessions.SessionEndsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "rongcheng.gateway.urls"
WSGI_APPLICATION = "rongcheng.gateway.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "rongcheng.web.context.page",
            ],
            "builtins": ["rongcheng.web.templatetags.rongcheng"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = RONGCHENG_DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
LOGIN_URL = "/signin"
CSRF_FAILURE_VIEW = "rongcheng.web.errors.csrf_failure"
# Scrypt is as strong here and a fifth of the wait of the default at a clerk's sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("RONGCHENG_TLS", False)
# The row of a session also says whose it is, since when, and when it was last used.
SESSION_ENGINE = "rongcheng.foundation.people.sessions"
# When a session ends is decided by audience (web/sessions.yaml); no row outlives a day.
SESSION_COOKIE_AGE = 86_400
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# A file of a form stays in memory if it is small, and is passed over if not: Django would lay it in
# a temporary folder in clear. Pages that take people's papers seal them: attachments/uploads.py.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "rongcheng.web.log_lines.MaskedLines",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("RONGCHENG_LOG_LEVEL", "WARNING")},
    # A refused request's address may hold an ID number that somebody mistyped into it.
    "loggers": {"django.request": {"level": "ERROR"}},
}
