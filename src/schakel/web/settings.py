"""Django's settings, made from the workspace that SCHAKEL_WORKSPACE names.

Without one (type checking, `makemigrations`) there is an empty database in memory and a secret of the moment.
"""

import os
import secrets
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from schakel.web.operation.logs import LOGGING as LOGS
from schakel.web.workspace import ENVIRONMENT, Workspace, current_workspace

WORKSPACE: Workspace | None = current_workspace() if os.environ.get(ENVIRONMENT) else None
HERE = Path(__file__).parent
HTTPS = WORKSPACE is not None and WORKSPACE.https

SECRET_KEY = WORKSPACE.secret if WORKSPACE else secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = list(WORKSPACE.hosts) if WORKSPACE else ["testserver"]
ROOT_URLCONF = "schakel.web.urls"
ASGI_APPLICATION = "schakel.web.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "schakel.web",
    "schakel.web.access",
    "schakel.web.record",
    "schakel.web.jobs",
    "schakel.web.live",
    "schakel.web.data_desk",
    "schakel.web.start",
    "schakel.web.sharing_desk",
    "schakel.web.insight_desk",
    "schakel.web.orchestration_desk",
    "schakel.web.simulation_desk",
    "schakel.web.report_desk",
    "schakel.web.privacy_desk",
    "schakel.web.operation",
    "schakel.web.api",
]
MIDDLEWARE = [
    "schakel.web.operation.logs.RequestMiddleware",
    "schakel.web.operation.headers.HeadersMiddleware",
    "schakel.web.operation.streamed.StreamedMiddleware",
    "csp.middleware.CSPMiddleware",  # before what serves static files, so that those carry it too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schakel.web.access.middleware.LanguageMiddleware",
    "schakel.web.access.middleware.AccessMiddleware",
    "schakel.web.operation.posted.PostedMiddleware",
    "schakel.web.refused.RefusedMiddleware",
    "schakel.web.record.reading.ReadingMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "schakel.web.page.page",
            ],
            "builtins": ["schakel.web.templatetags.words"],
        },
    }
]
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(WORKSPACE.database) if WORKSPACE else ":memory:",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
_URL = os.environ.get("DATABASE_URL")
_GIVEN = dict(dj_database_url.parse(_URL, conn_max_age=60)) if _URL else {}
_IS_SQLITE = _GIVEN.get("ENGINE", _SQLITE["ENGINE"]) == _SQLITE["ENGINE"]
DATABASES = {"default": {**_SQLITE, **_GIVEN, "OPTIONS": _SQLITE["OPTIONS"]} if _IS_SQLITE else _GIVEN}

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    *(["schakel.web.access.oidc.Backend"] if WORKSPACE and WORKSPACE.oidc else []),
    "django.contrib.auth.backends.ModelBackend",
]
# Guessing: ten wrong passwords for one address from one place close it there for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "schakel.web.access.guessing.address_tried"
AXES_CLIENT_IP_CALLABLE = "schakel.web.access.guessing.where_from"
AXES_LOCKOUT_CALLABLE = "schakel.web.access.guessing.closed"
AXES_SENSITIVE_PARAMETERS = ["username", "email", "password"]
AXES_DISABLE_ACCESS_LOG = True
AXES_NEVER_LOCKOUT_GET = True  # coming back from an OIDC server is a GET, and no guess
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
OTP_TOTP_ISSUER = f"Schakel {WORKSPACE.name}" if WORKSPACE else "Schakel"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "schakel.web.refused.no_token"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"

LANGUAGE_CODE = WORKSPACE.language if WORKSPACE else "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [("look", str(files("schakel.report") / "look"))]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-schakel" if HTTPS else "schakel"
CSRF_COOKIE_NAME = "__Host-schakel-csrf" if HTTPS else "schakel-csrf"
LANGUAGE_COOKIE_NAME = "__Host-schakel-lang" if HTTPS else "schakel-lang"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
LOGGING = LOGS
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
# The most that one upload may hold; more is loaded with the command line, on the machine itself.
UPLOAD_MOST_BYTES = int(os.environ.get("SCHAKEL_UPLOAD_MB", "500")) * 2**20
