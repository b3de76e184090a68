"""All settings. What differs between installations comes from the environment, listed in docs/operations.md."""

import datetime as dt

from geodata.base.figures import ZONE
from geodata.base.manifest import concepts
from gridmap import __version__, environment, logs
from gridmap.connections import serving_options
from gridmap.content_policy import directives
from gridmap.local.cluster import DATABASE, OWNER, WEB
from gridmap.local.paths import CHECKOUT, LOCAL, socket_directory
from gridmap.local.secrets import kept_secret

BASE_DIR = CHECKOUT
DEBUG = environment.flag("GRIDMAP_DEBUG")
# What an edition of the gap report names as the code by which it was worked out.
RELEASE = __version__
# /styleguide/, for those who write pages.
STYLEGUIDE = DEBUG

# -- Trust ------------------------------------------------------------------------------------------------------------
SECRET_KEY = environment.text("SECRET_KEY") or kept_secret(LOCAL / "secret_key", length=64)
# Former keys, while what they made is still in use.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
# What is sealed in the database (geodata/base/sealed.py): the first key seals, each opens what it has sealed.
SEALING_KEYS = environment.words("GRIDMAP_SEALING_KEYS") or [SECRET_KEY, *SECRET_KEY_FALLBACKS]
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
# GRIDMAP_HTTPS=1 behind a proxy that speaks TLS and sets X-Forwarded-Proto.
HTTPS = environment.flag("GRIDMAP_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BROWSER_COOKIE_SECURE = HTTPS
LOOK_COOKIE_SECURE = HTTPS
# With this beginning browsers take a cookie only over TLS, for all paths, and from this very host: no neighbour below the
# same domain can plant one.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME, MESSAGES_COOKIE_NAME = f"{_HOST}django_language", f"{_HOST}messages"
# A browser in which somebody has signed in, of whoever it is: see api/web/lockout.py.
BROWSER_COOKIE_NAME = f"{_HOST}browser"
# Light or dark, and how large the type is: see gridmap/look/preference.py.
LOOK_COOKIE_NAME = f"{_HOST}look"
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
# Up to where the primary's journal has what this browser has seen or written: see gridmap/replicas.py.
WRITTEN_COOKIE_NAME = f"{_HOST}written"
MESSAGE_STORAGE = "gridmap.sessions.Messages"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT = HTTPS
# Asked by the supervisor on this machine, without TLS.
SECURE_REDIRECT_EXEMPT = ["^(livez|readyz|healthz|metrics)$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
# What a form or a JSON body may hold; a file may be larger (gridmap/uploads.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["gridmap.uploads.Bounded"]
# Requests of one user (or of one network address without a user), counted for all workers together.
API_RATE = environment.rate("GRIDMAP_API_RATE", "600/minute")
PAGE_RATE = environment.rate("GRIDMAP_PAGE_RATE", "600/minute")
# Pages of one network address without a user, and what is sent in from there: passwords, codes, links.
ADDRESS_RATE = environment.rate("GRIDMAP_ADDRESS_RATE", "1200/minute")
SIGN_IN_RATE = environment.rate("GRIDMAP_SIGN_IN_RATE", "120/minute")
TOKEN_RATE = environment.rate("GRIDMAP_TOKEN_RATE", "20/minute")
IMPORT_RATE = environment.rate("GRIDMAP_IMPORT_RATE", "60/hour")
EXPORT_RATE = environment.rate("GRIDMAP_EXPORT_RATE", "60/hour")
AUTH_USER_MODEL = "geodata.User"
CSRF_FAILURE_VIEW = "gridmap.error_pages.csrf_failure"

# -- Signing in -------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    # Refuse before a password is looked at: while guesses at an account wait, while a name and address are locked out.
    "api.web.lockout.SlowGuesses",
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "api.web.lockout.CountedGuess",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_IDLE_MINUTES = environment.whole("GRIDMAP_SESSION_IDLE_MINUTES", 120, least=1, most=1440)
SESSION_LIFE_HOURS = environment.whole("GRIDMAP_SESSION_LIFE_HOURS", 12, least=1, most=168)
SESSION_COOKIE_AGE = SESSION_LIFE_HOURS * 3600
# How long a phone keeps its owner's households for use without a network.
PHONE_HOURS = environment.whole("GRIDMAP_PHONE_HOURS", 24, least=1, most=168)
# How many proxies stand in front and add to X-Forwarded-For; without one the header is not believed.
PROXIES = environment.whole("GRIDMAP_PROXIES", 0, most=10)
PROXIES_SAID = bool(environment.text("GRIDMAP_PROXIES"))

ACCOUNT_ADAPTER = "gridmap.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
# Failures are counted in the database, by axes.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "gridmap.adapters.SecondStep"
MFA_FORMS = {
    "authenticate": "gridmap.pages.accounts.two_factor.CodeForm",
    "reauthenticate": "gridmap.pages.accounts.two_factor.CodeAgainForm",
}
# Phones' clocks differ by up to half a minute.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "gridmap.adapters.Identities"
SOCIALACCOUNT_ONLY = False

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "api.web.callers.client_network"
AXES_USERNAME_CALLABLE = "api.web.lockout.counted_name"
AXES_LOCKOUT_CALLABLE = "gridmap.error_pages.locked_out"
# The record of access tells who signed in, and when; what was typed is nobody's business.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_HANDLER = "api.web.failures.Handler"

# Signing in with the county's own identities: off unless an address is set.
OIDC_SERVER = environment.text("GRIDMAP_OIDC_SERVER")
# The claim that is a login name here; empty: people connect their identity themselves, signed in.
OIDC_NAME_CLAIM = environment.text("GRIDMAP_OIDC_NAME_CLAIM")
SOCIALACCOUNT_PROVIDERS = environment.openid_connect(
    OIDC_SERVER,
    client=environment.text("GRIDMAP_OIDC_CLIENT"),
    secret=environment.text("GRIDMAP_OIDC_SECRET"),
    name=environment.text("GRIDMAP_OIDC_NAME", "OpenID Connect"),
)

# Warns of GDAL before 3.9, which Debian 12 ships: a CRS given by a person never reaches GDAL, only numbers from a list do.
SILENCED_SYSTEM_CHECKS = [
    "gis.W001",
    # Whether a domain enters the browsers' own lists is for its owner to decide.
    "security.W021",
]

# -- Parts ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "gridmap.static_files.ServedFiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "geodata",
    "gridmap",
    "api",
]
MIDDLEWARE = [
    "gridmap.middleware.RequestId",
    "gridmap.metrics.counting.Counted",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "gridmap.middleware.Permissions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before anything that looks at the host or at the database.
    "gridmap.availability.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gridmap.middleware.KeptNowhere",
    "gridmap.cross_origin.CrossOrigin",
    "gridmap.availability.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gridmap.middleware.InPart",
    "gridmap.sessions.SessionLife",
    "gridmap.tokens.TokenForFiles",
    # Pages need a login unless they say otherwise; the API has rules of its own.
    "gridmap.kept.LoginRequired",
    "gridmap.shares.Shares",
    "gridmap.middleware.SecondLine",
    "gridmap.rates.Rates",
    "gridmap.middleware.ScopeOfUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gridmap.sessions.SecondStepFirst",
    "gridmap.doors.OnRecord",
    "axes.middleware.AxesMiddleware",
    "gridmap.error_pages.DomainErrors",
]
ROOT_URLCONF = "gridmap.urls"
WSGI_APPLICATION = "gridmap.wsgi.application"
# <c-field …/> is templates/components/field.html; a component sees what it is given, and what every page has.
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Cotton's loader finds what Django's two find, and reads <c-…> as components; a template is compiled once.
            "loaders": [("django.template.loaders.cached.Loader", ["django_cotton.cotton_loader.Loader"])],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gridmap.pages.base.frame.frame",
                "gridmap.look.preference.context",
            ],
        },
    },
]

# Widgets of forms are templates like all others: templates/django/forms/ has ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Serving: python -m gridmap.serving -------------------------------------------------------------------------------
SERVING = environment.flag("GRIDMAP_SERVING")
WEB_WORKERS = environment.whole("WEB_WORKERS", 2, least=1, most=64)
WEB_THREADS = environment.whole("WEB_THREADS", 4, least=1, most=64)
# In seconds: for a request under way when the server is to end; for a request's head; for its body, beyond what its
# bytes take at the slowest rate.
WEB_GRACE_SECONDS = environment.whole("WEB_GRACE_SECONDS", 120, most=3600)
WEB_HEAD_SECONDS = environment.whole("WEB_HEAD_SECONDS", 20, least=1, most=60)
WEB_BODY_SECONDS = environment.whole("WEB_BODY_SECONDS", 20, least=1, most=600)

# -- Database ---------------------------------------------------------------------------------------------------------
# Commands sign in as the owner; web processes (gridmap/wsgi.py) by WEB_DATABASE_URL, where one is set; workers past the
# pooler that may stand there, by WORKER_DATABASE_URL: they listen, and keep settings of their session.
LOGIN = environment.choice("GRIDMAP_LOGIN", ["owner", "web", "worker"], "owner")
_private = f"postgres://{OWNER if LOGIN == 'owner' else WEB}@/{DATABASE}?host={socket_directory()}"
_owners = environment.text("DATABASE_URL") or _private
_webs = environment.text("WEB_DATABASE_URL") or _owners
DATABASES = {
    "default": {
        "owner": lambda: environment.database("DATABASE_URL", _private),
        "web": lambda: environment.database("WEB_DATABASE_URL", _owners),
        "worker": lambda: environment.database("WORKER_DATABASE_URL", _webs),
    }[LOGIN]()
    | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
}
# Web processes (gridmap/wsgi.py) keep a pool: a connection for each thread, one for probes, one to spare. And they hold
# nothing for long. Commands, jobs and tests take one connection each, without limits.
if SERVING:
    DATABASES["default"]["OPTIONS"] = serving_options(
        DATABASES["default"]["OPTIONS"],  # type: ignore[arg-type]
        pool=environment.whole("GRIDMAP_POOL", WEB_THREADS + 2, least=WEB_THREADS + 1, most=200),
        statement=environment.whole("GRIDMAP_STATEMENT_SECONDS", 60, most=3600),
        lock=environment.whole("GRIDMAP_LOCK_SECONDS", 10, most=3600),
        idle=environment.whole("GRIDMAP_IDLE_SECONDS", 120, most=3600),
    )
# Replicas that answer requests which only read (gridmap/replicas.py), and by how many seconds one may be behind.
DATABASE_READERS = environment.databases("DATABASE_READ_URLS") if LOGIN == "web" else []
READ_LAG_SECONDS = environment.whole("GRIDMAP_READ_LAG_SECONDS", 5, least=1, most=600)
for _reader in DATABASE_READERS:
    _reader["OPTIONS"] = DATABASES["default"]["OPTIONS"] | _reader["OPTIONS"]  # type: ignore[operator]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Jobs: manage.py work ---------------------------------------------------------------------------------------------
# Seconds between two beats of a worker's heart, and without one after which its jobs go to another.
WORKER_BEAT = environment.whole("GRIDMAP_WORKER_BEAT", 2, least=1, most=60)
WORKER_GIVEN_UP = environment.whole("GRIDMAP_WORKER_GIVEN_UP", 10, least=2, most=3600)
# MB that a job may ask for (0: no limit), and that a worker may hold after a job without being replaced by a fresh one.
WORKER_MOST_MB = environment.whole("GRIDMAP_WORKER_MOST_MB", 2048, most=2**20)
WORKER_LARGE_MB = environment.whole("GRIDMAP_WORKER_LARGE_MB", 512, least=64, most=2**20)

# Milliseconds of work, as geodata/jobs/at_once.py reckons them, up to which a request reads or makes a file itself; 0: always a job.
AT_ONCE_MS = environment.whole("GRIDMAP_AT_ONCE_MS", 500, most=60_000)
# Read workbooks, GeoPackages and archives also where the system offers no walls around their reader.
READ_UNCONFINED = environment.flag("GRIDMAP_READ_UNCONFINED")
# Files may be added to needs: off unless the county wants them.
ATTACHMENTS = environment.flag("GRIDMAP_ATTACHMENTS")
# A household's own sheet of policies may be printed: off unless the county wants it.
POLICY_SHEETS = environment.flag("GRIDMAP_POLICY_SHEETS")

# Other sites whose pages may ask programs' addresses with a token.
CORS_ORIGINS = environment.origins("GRIDMAP_CORS_ORIGINS")

# -- Notices outside: e-mail where a server is named, and a county's group chat --------------------------------------------
# Under which the service is reached: the beginning of every link in a message.
ADDRESS = environment.text("GRIDMAP_ADDRESS").rstrip("/")
EMAIL_HOST = environment.text("GRIDMAP_MAIL_HOST")
EMAIL_PORT = environment.whole("GRIDMAP_MAIL_PORT", 465, least=1, most=65535)
EMAIL_HOST_USER = environment.text("GRIDMAP_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("GRIDMAP_MAIL_PASSWORD")
MAIL_TLS = environment.choice("GRIDMAP_MAIL_TLS", ["tls", "starttls", "none"], "tls")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_TLS == "tls", MAIL_TLS == "starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("GRIDMAP_MAIL_FROM")
WEBHOOKS = environment.webhooks("GRIDMAP_WEBHOOKS")
# Hosts of a private network are called only where the operator says so.
WEBHOOK_PRIVATE = environment.flag("GRIDMAP_WEBHOOK_PRIVATE")

# -- Metrics: /metrics ------------------------------------------------------------------------------------------------
# Who may read them besides this machine itself, and further directories whose room is told.
METRICS_TOKEN = environment.text("GRIDMAP_METRICS_TOKEN")
METRICS_DISKS = environment.words("GRIDMAP_METRICS_DISKS")

# -- Beyond one installation: coverage that is published, and gathered ------------------------------------------------
# The private key of signatures, 32 bytes in base64; without one nothing is published.
PUBLISHING_KEY = environment.signing_key("GRIDMAP_PUBLISHING_KEY")
# Who may fetch it: name=SHA-256 of the token, several with commas between.
COLLECTORS = environment.collectors("GRIDMAP_COLLECTORS")
# Whose coverage is gathered here, as a file names them.
CHILDREN = environment.children("GRIDMAP_CHILDREN")

# -- Logs: JSON lines on standard error --------------------------------------------------------------------------------
LOGGING = logs.configuration(
    environment.choice("GRIDMAP_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
)

# -- Language and day -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Each by its own name, whoever reads it.
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "gridmap" / "locale"]
TIME_ZONE = ZONE
USE_TZ = True

# -- Files served by us -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# vendor/leaflet/…: what gridmap/local/dependencies.py lays out from the npm lock.
STATICFILES_DIRS = [("vendor", LOCAL / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a hash of the content, kept by browsers for ever; collected by `make run`.
    "staticfiles": {"BACKEND": "gridmap.static_files.HashedFiles"},
}

# -- Demo -------------------------------------------------------------------------------------------------------------
# `make run` loads the made-up county where the database holds no areas; 0 for an installation of one's own.
DEMO = environment.flag("GRIDMAP_DEMO", default=True)

# -- Maps -------------------------------------------------------------------------------------------------------------
# Where coordinates are believed: the county's surroundings, or the whole of China.
COUNTY_BOX = environment.box("GRIDMAP_COUNTY_BOX", "73,3,136,54")
# none, tianditu (needs GRIDMAP_BASEMAP_KEY) or xyz (needs GRIDMAP_BASEMAP_URL with {z}, {x} and {y}).
BASEMAP = environment.choice("GRIDMAP_BASEMAP", ["none", "tianditu", "xyz"], "none")
BASEMAP_KEY = environment.text("GRIDMAP_BASEMAP_KEY")
BASEMAP_URL = environment.text("GRIDMAP_BASEMAP_URL")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": directives(basemap=BASEMAP, address=BASEMAP_URL, identities=OIDC_SERVER)
}
BASEMAP_CREDIT = environment.text("GRIDMAP_BASEMAP_CREDIT")

# Households that a grid should have, the least and the most: what a plan is told against.
GRID_TARGET = environment.span("GRIDMAP_GRID_TARGET", "80-120")

# Shares in percent at which a map's colour changes, the same on every map and every day; per metric with GRIDMAP_BREAKS_<METRIC>.
MAP_BREAKS = {
    metric: environment.breaks(f"GRIDMAP_BREAKS_{metric.upper()}", usual)
    for metric, usual in {
        **{figure.name: figure.breaks for one in concepts() for figure in one.figures if figure.breaks},
        "leader_posts_vacant": "1,10,25,50",
        "grids_without_branch": "1,10,25,50",
    }.items()
}

# -- Retention: days to keep, 0 for ever (manage.py forget) ------------------------------------------------------------
# Named by the manifests of the concepts, each with its usual number. Files also say by themselves when they go.
KEEP_FILES_DAYS: int
globals().update(
    {
        kept.setting: environment.whole(kept.setting, kept.days, least=kept.least, most=kept.most)
        for each in concepts()
        for kept in each.kept
        if kept.setting
    }
)

# -- API --------------------------------------------------------------------------------------------------------------
SPECTACULAR_SETTINGS = {
    "TITLE": "Gridmap",
    "DESCRIPTION": "Who looks after whom, who has been visited, what is still owed.",
    "VERSION": __version__,
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "AreaKind": "geodata.territory.models.Area.Kind",
        "AreaLevel": "geodata.territory.models.Area.Level",
        "CareState": "geodata.people.care_workflow.CareState",
        "CareMove": "geodata.people.care_workflow.CareMove",
        "ListFinding": "geodata.entitlements.words.Finding",
        "EntitlementState": "geodata.entitlements.words.State",
        "EntitlementStepMove": "geodata.entitlements.words.Move",
        "EntitlementOrigin": "geodata.entitlements.words.Origin",
        "EntitlementMove": "api.entitlements.input.BESIDE_A_LIST",
        "MemberKind": "geodata.contacts.models.Member.Kind",
        "LayerKind": "geodata.plans.models.LayerLine.Kind",
        "ChangeSinceEdition": "geodata.reports.revising.Why",
        "LineageKind": "geodata.plans.models.Lineage.Kind",
        "JobState": "geodata.jobs.models.Job.State",
        "ImportState": "geodata.imports.models.ImportRun.State",
        "NeedState": "geodata.needs.words.State",
        "NeedKind": "geodata.needs.words.Kind",
        "NeedLevel": "geodata.needs.words.Level",
        "NeedUrgency": "geodata.needs.words.Urgency",
        "NeedSource": "geodata.needs.words.Source",
        "NeedAnswer": "geodata.needs.words.Answer",
        "NeedStepMove": "geodata.needs.words.Move",
        "NeedMove": "geodata.needs.doing.NAMES",
        "ProjectState": "geodata.projects.words.State",
        "ProjectCategory": "geodata.projects.words.Category",
        "ProjectMoney": "geodata.projects.words.Money",
        "ProjectStepMove": "geodata.projects.words.Move",
        "ProjectMove": "api.projects.input.MOVES",
        "IndustryOfferKind": "geodata.industry.words.OfferKind",
        "IncomeGroup": "geodata.industry.words.Group",
        "CampaignState": "geodata.campaigns.words.State",
        "CampaignReason": "geodata.campaigns.words.Reason",
        "CampaignLevel": "geodata.campaigns.words.Level",
        "CampaignResult": "geodata.campaigns.words.Result",
        "CampaignHow": "geodata.campaigns.words.How",
        "MeetingState": "geodata.meetings.words.State",
        "MeetingKind": "geodata.meetings.words.Kind",
        "MeetingLevel": "geodata.meetings.words.Level",
        "MeetingOutcome": "geodata.base.agenda.Outcome",
        "DecisionState": "geodata.meetings.words.DecisionState",
        "PlaceTaskState": "geodata.campaigns.words.TaskState",
        "AssignmentState": "geodata.needs.beside_models.AssignmentState",
        "AssignmentMove": "geodata.needs.answering.ANSWERS",
        "SupervisionKind": "geodata.needs.beside_models.Supervision.Kind",
        "DisputeOutcome": "geodata.needs.beside_models.Dispute.Outcome",
        "OrderState": "geodata.services.words.State",
        "OrderStepMove": "geodata.services.words.Move",
        "OrderMove": "geodata.services.doing.NAMES",
        "OrderSource": "geodata.services.words.Source",
        "OrderAnswer": "geodata.services.words.Answer",
        "OrderAskedHow": "geodata.services.words.RatedBy",
        "ServiceField": "geodata.services.words.Field",
        "TeamKind": "geodata.services.words.TeamKind",
        "TeamMove": "api.services.input.TEAM_MOVES",
        "DutyKind": "geodata.posts.models.Post.Kind",
        "PlanState": "geodata.plans.workflow.State",
        "PolicyLevel": "geodata.policies.words.Level",
        "PolicyField": "geodata.policies.words.Field",
        "PolicySubject": "geodata.policies.words.Subject",
        "PolicyState": "geodata.policies.words.State",
        "PolicyMove": "geodata.policies.words.Move",
        "AnswerSource": "geodata.policies.words.AnswerSource",
        "AnswerType": "geodata.policies.words.AnswerType",
        "PolicyUnit": "geodata.policies.words.Unit",
        "DeadlineUnit": "geodata.needs.settings_models.DeadlineUnit",
        "RegisterKind": "geodata.register.kinds.registry.NAMES",
        "RegisterState": "geodata.register.models.RegisterChange.State",
        "RegisterMove": "geodata.register.models.MOVES",
        "SentState": "api.visits.output.SENT_STATES",
        "VisitMode": "geodata.visits.models.Visit.Mode",
        "VisitOutcome": "geodata.visits.models.Visit.Outcome",
        "VisitState": "geodata.visits.models.Visit.State",
        "VisitStatus": "geodata.visits.schedule.Status",
    },
}
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.Bearer", "api.authentication.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["api.web.access.Needed"],
    "DEFAULT_RENDERER_CLASSES": ["api.base.renderers.Json"],
    "DEFAULT_PARSER_CLASSES": ["api.base.parsers.StrictJson"],
    "DEFAULT_THROTTLE_CLASSES": ["api.web.throttling.PerUser"],
    "NUM_PROXIES": PROXIES,
    "EXCEPTION_HANDLER": "api.web.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
