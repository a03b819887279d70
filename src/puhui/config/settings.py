"""Django settings, from the environment of contract.md."""

from pathlib import Path

import dj_database_url

from puhui.config.environment import read_environment
from puhui.config.languages import languages_in, locale_folders

ENVIRONMENT = read_environment()
HOME = ENVIRONMENT.home
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)

ROOMS = [
    "puhui.foundation.evidence",
    "puhui.foundation.access",
    "puhui.foundation.drafts",
    "puhui.foundation.party",
    "puhui.foundation.regions",
    "puhui.foundation.consent",
    "puhui.foundation.documents",
    "puhui.foundation.notices",
    "puhui.foundation.catalogue",
    "puhui.foundation.ledger",
    "puhui.foundation.payments",
    "puhui.foundation.casework",
    "puhui.foundation.sources",
    "puhui.risk.facts",
    "puhui.risk.decisioning",
    "puhui.risk.provisioning",
    "puhui.risk.monitoring",
    "puhui.risk.lab",
    "puhui.products.origination",
    "puhui.products.lending",
    "puhui.products.collateral",
    "puhui.products.facilities",
    "puhui.products.receivables",
    "puhui.products.farms",
    "puhui.products.orders",
    "puhui.products.leasing",
    "puhui.products.collections",
    "puhui.products.payees",
    "puhui.products.vouchers",
    "puhui.products.bills",
    "puhui.products.subsidies",
    "puhui.conduct.indicators",
    "puhui.conduct.protection",
    "puhui.conduct.partners",
    "puhui.conduct.reports",
    "puhui.adapters.payments",
    "puhui.adapters.messaging",
    "puhui.interfaces.customer_web",
    "puhui.interfaces.workbench",
    "puhui.interfaces.rest_api",
]
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "puhui.interfaces.own_words.OwnWords",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "puhui.interfaces.staff_door.StaffDoor",
    "puhui.interfaces.no_blank_page.NoBlankPage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "puhui.config.urls"
WSGI_APPLICATION = "puhui.config.wsgi.application"
TEMPLATE_LOADERS = [
    "puhui.interfaces.workbench.frame_template.FrameLoader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces/workbench/templates"],  # its few parts of the console's frame go before unfold's
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "/workbench/login/"
LOGIN_REDIRECT_URL = "/workbench/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = locale_folders(ENVIRONMENT.home, ENVIRONMENT.policies)
LANGUAGES = languages_in(LOCALE_PATHS)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "puhui.interfaces.workbench.frame_files.FrameFinder",
]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "puhui.config.static_files.GzippedStaticFiles"},
}

# The queue that wakes workers: the database's own, or Celery where a broker is named (docs/decisions/0008).
_ENGINE = (
    "puhui.adapters.task_engines.celery.CeleryBackend" if ENVIRONMENT.broker_url else "django_tasks_db.DatabaseBackend"
)
TASKS = {"default": {"BACKEND": _ENGINE}}
PUHUI_QUEUE_WORKER = "puhui.adapters.task_engines.celery.run_worker" if ENVIRONMENT.broker_url else ""

PUHUI_ENVIRONMENT = ENVIRONMENT
PUHUI_GUARDS = ["puhui.foundation.access.facade.require_fresh_proof"]  # looks at every use case before it begins
PUHUI_CONTROL_CHECKS = [  # dotted paths: each gives the differences between the books and its own sums
    "puhui.products.lending.facade.control_differences",
    "puhui.products.lending.facade.check_positions",
    "puhui.products.lending.facade.tie_out_faults",
    "puhui.risk.provisioning.facade.allowance_differences",
    "puhui.products.collateral.facade.security_faults",
    "puhui.products.facilities.facade.facility_faults",
    "puhui.products.vouchers.facade.voucher_faults",
    "puhui.products.bills.facade.bill_faults",
    "puhui.products.receivables.facade.receivables_faults",
    "puhui.products.subsidies.facade.subsidy_faults",
    "puhui.products.farms.facade.farm_faults",
    "puhui.flows.follow_facilities.limits_tie_out",
    "puhui.products.orders.facade.orders_faults",
    "puhui.foundation.evidence.facade.audit_chain_faults",
    "puhui.foundation.ledger.facade.period_faults",
    "puhui.flows.reconcile_statements.report.suspense_differences",
]
PUHUI_PORTS = "puhui.config.wiring.ports"
PUHUI_SIMULATION = "puhui.config.simulation.EmbeddedOutside"
PUHUI_SIMULATED_SOURCES = "puhui.config.simulation.serve_sources"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "puhui": {"level": "INFO"},
        "pyhanko": {"level": "ERROR"},  # what it thinks of a certificate of our own, our answer says in a line
    },
}

UNFOLD = {  # the staff console
    "SITE_TITLE": "puhui",
    "SITE_HEADER": "puhui",
    "SITE_SYMBOL": "account_balance_wallet",
    "SITE_URL": None,
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": False,
    "BORDER_RADIUS": "8px",
    "COLORS": {  # the teal of the customer pages
        "primary": {
            "50": "#f0fdfa",
            "100": "#ccfbf1",
            "200": "#99f6e4",
            "300": "#5eead4",
            "400": "#2dd4bf",
            "500": "#14b8a6",
            "600": "#0f766e",
            "700": "#115e59",
            "800": "#134e4a",
            "900": "#0f3f3c",
            "950": "#042f2e",
        },
    },
    "THEME": "puhui.interfaces.workbench.appearance.theme",
    "SCRIPTS": ["puhui.interfaces.workbench.appearance.script"],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "puhui.interfaces.workbench.navigation.icon"}],
    "LOGIN": {"form": "puhui.interfaces.workbench.sign_in.SignInForm"},
    "SIDEBAR": {
        "show_search": False,
        "navigation": "puhui.interfaces.workbench.navigation.navigation",
    },
}
