"""The one settings file. What differs between installations is read here, at the top, from the
environment or from a `.env` file beside manage.py, by readers that know its type. Bad values end the
program with one line for each, which names it. `.env.example` lists them all.
"""

import sys
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES
from environs import Env, EnvValidationError, ValidationError, validate
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- The installation ------------------------------------------------------------------------

env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)


def each(pattern: str, error: str) -> Callable[[list[str]], list[str]]:
    """A validator of lists: every item has this form."""
    validator = validate.Regexp(pattern, error=error)
    return lambda items: [validator(item) for item in items]


def are_networks(items: list[str]) -> list[str]:
    """A validator of lists: every item is a network such as 10.20.0.0/16."""
    for item in items:
        try:
            ip_network(item)
        except ValueError as error:
            raise ValidationError(f"Networks such as 10.20.0.0/16, with commas between: {error}") from error
    return items


DEBUG = env.bool("DEBUG", False)
# The length from which Django calls a key strong.
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
# The first seals the secrets of second factors, all open them: see .env.example on changing it.
SECOND_FACTOR_KEYS = env.list(
    "SECOND_FACTOR_KEYS",
    [SECRET_KEY],
    subcast=str.strip,
    validate=each(r"^.{50,}\Z", "Keys of at least 50 characters each, with commas between."),
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]"],
    subcast=str.strip,
    validate=each(
        r"^(\[[0-9a-f:]+\]|[^\s/:]+)\Z", "Host names without scheme and port, with commas between."
    ),
)
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS",
    [],
    subcast=str.strip,
    validate=each(r"^https?://[^/\s]+\Z", "Origins such as https://registry.example, with commas between."),
)

# Behind a reverse proxy that ends TLS and sets X-Forwarded-Proto itself.
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", not DEBUG)
# How many proxies stand before the registry, each of which adds to X-Forwarded-For: whose address is
# counted when somebody tries passwords.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if BEHIND_TLS_PROXY else 0, validate=validate.Range(min=0))
HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000, validate=validate.Range(min=0))

# Read twice: the first names what is supported, the second takes it apart.
env.str(
    "DATABASE_URL",
    "",
    validate=validate.Regexp(
        r"^(sqlite:///|postgres(ql)?://|$)", error="Neither sqlite:/// nor postgres://."
    ),
)
DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
env.str(
    "EMAIL_URL",
    "",
    validate=validate.Regexp(
        r"^(smtp|submission|console|dummy):|^$", error="Not smtp, submission, console or dummy."
    ),
)
EMAIL = env.dj_email_url("EMAIL_URL", "console:")
# Where the registry is reached from outside: the addresses in mails begin with it.
SITE_URL = env.str(
    "SITE_URL",
    "http://localhost:8000",
    validate=validate.Regexp(r"^https?://[^/\s]+\Z", error="An origin such as https://registry.example."),
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "registry@localhost")

absolute = validate.Predicate("is_absolute", error="Not an absolute path.")
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles", validate=absolute)
# Deposited documents: outside everything the web server hands out by itself.
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media", validate=absolute)

# Or in a bucket of an S3-compatible store; its address where it is not Amazon's own.
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT = env.str(
    "S3_ENDPOINT", "", validate=validate.Regexp(r"^(https?://[^/\s]+)?\Z", error="Not an address.")
)
S3_REGION = env.str("S3_REGION", "")
S3_ACCESS_KEY = env.str("S3_ACCESS_KEY", "")
S3_SECRET_KEY = env.str("S3_SECRET_KEY", "")
LARGEST_DOCUMENT_MB = env.int("LARGEST_DOCUMENT_MB", 25, validate=validate.Range(min=1, max=50))
# Looks at every file that is deposited; empty: none does.
VIRUS_SCANNER = env.str("VIRUS_SCANNER", "")

TIME_ZONE = env.str(
    "TIME_ZONE",
    "Asia/Hebron",
    validate=validate.OneOf(available_timezones(), error="Not a time zone such as Asia/Hebron."),
)
# The region whose month names and number forms are used (ISO 3166-1): PS and JO write حزيران
# where EG writes يونيو.
REGION = env.str(
    "REGION", "PS", validate=validate.OneOf(COUNTRIES, error="Not a country code such as PS (ISO 3166-1).")
)
# The digits of the Arabic pages: 2014 (latn) or ٢٠١٤ (arab).
DIGITS = env.str("DIGITS", "latn", validate=validate.OneOf(["latn", "arab"], error="Neither latn nor arab."))
# A municipality's own directory, by OpenID Connect: its name on the sign-in page, its address, and what
# it knows the registry by. Without an address there is none.
OIDC_NAME = env.str("OIDC_NAME", "")
OIDC_SERVER_URL = env.str(
    "OIDC_SERVER_URL", "", validate=validate.Regexp(r"^(https?://\S+)?\Z", error="Not an http(s) address.")
)
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
# Whether every address that the directory gives is to be believed, though it does not say so itself.
OIDC_EMAIL_IS_VERIFIED = env.bool("OIDC_EMAIL_IS_VERIFIED", False)

# Four eyes: nobody publishes what they submitted themselves.
FOUR_EYES = env.bool("FOUR_EYES", True)
# How long a job in the background may take before it counts as cut off and is taken up again.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 300, validate=validate.Range(min=1))
# Calls of the API a minute: from one address, and with a key.
API_CALLS_WITHOUT_KEY = env.int("API_CALLS_WITHOUT_KEY", 120, validate=validate.Range(min=1))
API_CALLS_WITH_KEY = env.int("API_CALLS_WITH_KEY", 1200, validate=validate.Range(min=1))
# Where they are counted, for all processes of this machine; it may be lost at any time.
COUNTERS_FILE = env.path("COUNTERS_FILE", BASE_DIR / "counters.sqlite3", validate=absolute)
# Proxies that stand before the server and each add the caller’s address to X-Forwarded-For.
PROXIES = env.int("PROXIES", 1 if BEHIND_TLS_PROXY else 0, validate=validate.Range(min=0))
# Networks beside the public one to which webhooks may go, such as 10.20.0.0/16; there, plain http is taken.
TRUSTED_NETWORKS = env.list("TRUSTED_NETWORKS", [], subcast=str.strip, validate=are_networks)
# Sites that may hold our frames, beside those of the partner sites: origins such as https://city.example.
EMBEDDING_SITES = env.list(
    "EMBEDDING_SITES",
    [],
    subcast=str.strip,
    validate=each(r"^https://[^/\s;,]+\Z", "Origins such as https://city.example, with commas between."),
)
LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")

try:
    env.seal()
except EnvValidationError as refusal:
    sys.exit("\n".join(f"{name}: {' '.join(faults)}" for name, faults in refusal.error_messages.items()))

TRUSTED_NETWORKS = [ip_network(item) for item in TRUSTED_NETWORKS]

# ---- The application -------------------------------------------------------------------------

INSTALLED_APPS = [
    "registry.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "django_countries",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "registry.apps.RegistryConfig",
    "agreements",
]

MIDDLEWARE = [
    "agreements.api.packing.packed_under_api",
    "corsheaders.middleware.CorsMiddleware",
    "agreements.api.outermost.problems_under_api",
    "django.middleware.security.SecurityMiddleware",
    # From here it goes straight to the last one for whoever reads the API without a key or a cookie.
    "agreements.api.readers.open_reading",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages go packed over the wire whether or not a proxy stands before the application.
    "agreements.api.packing.packed_beside_api",
    "agreements.pages.methods.pages_take_forms",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agreements.acts.acts_of_requests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agreements.api.readers.Innermost",
]

ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# What the box of a filter says that narrows nothing.
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# ---- The database ----------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # Readers never wait for the writer, a writer waits its turn instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
    ),
}
# A server that is gone is noticed in seconds, not in minutes.
POSTGRESQL_OPTIONS = {"connect_timeout": 5}

DATABASES = {"default": DATABASE}
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A relative path means the same file from wherever the program is started.
    if DATABASE["NAME"] != ":memory:":
        DATABASE["NAME"] = str(BASE_DIR / DATABASE["NAME"])
    DATABASE["OPTIONS"] = SQLITE_OPTIONS | DATABASE.get("OPTIONS", {})
else:
    DATABASE["OPTIONS"] = POSTGRESQL_OPTIONS | DATABASE.get("OPTIONS", {})
    DATABASE["CONN_HEALTH_CHECKS"] = True
# To open a connection costs more than most answers: each thread keeps its own for a while.
DATABASE["CONN_MAX_AGE"] = 60

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counted in the database, so that a limit holds over all processes that serve.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Beyond that the oldest go: nobody makes a count forgotten by filling the table.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Few and large answers, such as the columns of the map, kept under the register's edition.
    "large": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "large",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 60},
    },
    # Pages composed for visitors, in the memory of each process; their names go with the edition that
    # they show, so that none has to run out. Compressed: some ten megabytes.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# ---- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "agreements.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"

# By e-mail and password, and a second factor for who has set one up: accounts come by invitation.
ACCOUNT_ADAPTER = "agreements.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS_PROXY else "http"
# Beside the library's own limits: who fails five times at one account waits five minutes.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

MFA_ADAPTER = "agreements.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Twinning registry"
MFA_FORMS = {
    "add_webauthn": "agreements.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "agreements.accounts.forms.RenamePasskeyForm",
}
# A browser at http://localhost may try passkeys.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

SOCIALACCOUNT_ADAPTER = "agreements.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "directory",
                "name": OIDC_NAME or _("The municipality’s directory"),
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL, "verified_email": OIDC_EMAIL_IS_VERIFIED},
            }
        ],
    }

# ---- Languages and dates ---------------------------------------------------------------------

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "registry" / "locale"]
# What Django itself writes has the months of the Gulf; these regions have others (Unicode CLDR).
LEVANTINE_MONTHS = ("IQ", "JO", "LB", "PS", "SY")
if REGION in LEVANTINE_MONTHS:
    LOCALE_PATHS.insert(0, BASE_DIR / "registry" / "locale_levant")
USE_I18N = True
USE_TZ = True

# One name for a country in every list: the everyday one, as the library translates it.
COUNTRIES_FIRST = ["PS", "JO"]
# What ISO 3166-1 leaves to its users to code, as the Unicode CLDR and the European Union do; and names that
# the library's Arabic writes as a list would sort them, in the order in which they are spoken.
COUNTRIES_OVERRIDE = {"XK": _("Kosovo"), "SA": _("Saudi Arabia"), "ZA": _("South Africa")}

# ---- Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
# Compressed with much work, and rarely asked for: what browsers' developer tools read beside the scripts.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "region_name": S3_REGION or None,
            "access_key": S3_ACCESS_KEY or None,
            "secret_key": S3_SECRET_KEY or None,
            "addressing_style": "path" if S3_ENDPOINT else "auto",
            "file_overwrite": False,
            "default_acl": None,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Who else has an account on the machine reads no deposited document.
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# An agreement with all its parts is one form: rows for every domain, event and source. How large a
# file may be is for the reverse proxy to say, before it has been received.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# ---- E-mail ----------------------------------------------------------------------------------

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
# A mail server that does not answer must not hold up the page that writes to it.
EMAIL_TIMEOUT = EMAIL["EMAIL_TIMEOUT"] or 10

# ---- Work in the background ------------------------------------------------------------------

# A task is a row, written in the transaction of the change that calls for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---- The API ---------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agreements.api.keys.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["agreements.api.limits.CallsAMinute"],
    "NUM_PROXIES": PROXIES,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["agreements.api.parsing.JsonBody"],
    "DEFAULT_PAGINATION_CLASS": "agreements.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["agreements.api.filtering.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "agreements.api.contract.schema.Contract",
    "EXCEPTION_HANDLER": "agreements.api.problems.answer_to",
    # Which format is asked for is read by the negotiation; no address in an answer carries it on.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Twinning registry",
    "VERSION": "1",
    "DESCRIPTION": "Agreements between cities: read by anybody, written by a city’s own systems.",
    "AUTHENTICATION_WHITELIST": ["agreements.api.keys.KeyAuthentication"],
    "LICENSE": {"name": "Apache-2.0"},
    "SERVERS": [{"url": "/"}],
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "agreements.api.contract.schema.without_limits_of_columns",
    ],
}

# Scripts of any site may read what everybody may; to write, a server calls.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "authorization", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
]

# ---- Safety ----------------------------------------------------------------------------------

if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing that a record says is ever run: scripts, styles and pictures come from files of ours alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A working day: many share a desk.
SESSION_COOKIE_AGE = 12 * 60 * 60

# ---- Log -------------------------------------------------------------------------------------

# One line for each event, on the error channel: what a command prints stays clean.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own would say everything a second time, and mail it.
    "loggers": {"django": {"handlers": [], "level": "NOTSET"}},
}
