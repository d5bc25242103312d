"""What the environment may say, and what is answered to a value that makes no sense."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(48)
# What a machine gives every program, and nothing of the registry's.
MACHINE = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without a `.env` file of its own."""
    folder = tmp_path_factory.mktemp("installation")
    shutil.copy(ROOT / "manage.py", folder)
    shutil.copytree(ROOT / "registry", folder / "registry", ignore=shutil.ignore_patterns("static", "locale"))
    return folder


@pytest.fixture
def run(installation: Path) -> Run:
    """`run("-c", "…", REGION="JO")`: Python in the installation with this environment."""

    def started(
        *arguments: str, cwd: Path = installation, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env=MACHINE | {"PYTHONPATH": str(installation)} | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return started


@pytest.fixture
def read(run: Run) -> Callable[..., object]:
    """`read("REGION", REGION="JO")`: what the settings say in this environment."""

    def value(expression: str, **environment: str) -> object:
        program = (
            f"import json; from registry.settings import *; print(json.dumps({expression}, default=str))"
        )
        done = run("-c", program, **({"SECRET_KEY": KEY} | environment))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "tooshort"),
        ("DEBUG", "perhaps"),
        ("DEBUG", ""),
        ("FOUR_EYES", "2"),
        ("BEHIND_TLS_PROXY", "nginx"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://registry:hush-hush@host/registry"),
        ("DATABASE_URL", "postgres://registry:hush-hush@host:port/registry"),
        ("DATABASE_URL", "/var/lib/registry.sqlite3"),
        ("EMAIL_URL", "carrier-pigeon://hush-hush@host"),
        ("EMAIL_URL", "smtp://registry:hush-hush@host:port"),
        ("ALLOWED_HOSTS", "https://registry.example"),
        ("ALLOWED_HOSTS", "registry.example:443"),
        ("ALLOWED_HOSTS", "registry.example,"),
        ("CSRF_TRUSTED_ORIGINS", "registry.example"),
        ("CSRF_TRUSTED_ORIGINS", "https://registry.example/path"),
        ("HSTS_SECONDS", "a year"),
        ("HSTS_SECONDS", "-1"),
        ("REGION", "xx"),
        ("REGION", "ps"),
        ("REGION", "ZZ"),
        ("DIGITS", "roman"),
        ("TIME_ZONE", "Hebron"),
        ("LOG_LEVEL", "loud"),
        ("MEDIA_ROOT", ""),
        ("MEDIA_ROOT", "media"),
        ("STATIC_ROOT", "static"),
        ("SECOND_FACTOR_KEYS", "tooshort"),
    ],
)
def test_a_bad_value_ends_the_program_with_one_line_that_names_it(run: Run, name: str, value: str) -> None:
    done = run("manage.py", "check", **({"SECRET_KEY": KEY} | {name: value}))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{name}: ")
    assert "hush-hush" not in done.stderr


def test_a_missing_secret_is_named(run: Run) -> None:
    done = run("manage.py", "check")
    assert (done.returncode, done.stderr) == (1, "SECRET_KEY: Environment variable not set.\n")


def test_all_bad_values_are_named_at_once(run: Run) -> None:
    done = run("manage.py", "check", REGION="xx", DEBUG="perhaps", TIME_ZONE="Mars")
    named = [line.split(":")[0] for line in done.stderr.splitlines()]
    assert sorted(named) == ["DEBUG", "REGION", "SECRET_KEY", "TIME_ZONE"]


def test_the_production_server_names_a_bad_value_and_stops(run: Run) -> None:
    done = run("-m", "granian", "--interface", "wsgi", "registry.wsgi:application", GRANIAN_PORT="0")
    assert done.returncode != 0
    assert "SECRET_KEY: Environment variable not set." in done.stderr + done.stdout


def test_without_a_word_it_is_a_production_server(read: Callable[..., object]) -> None:
    assert read("DEBUG") is False
    assert read("SECURE_SSL_REDIRECT") is True
    assert read("SESSION_COOKIE_SECURE") is True
    assert read("FOUR_EYES") is True


def test_a_file_beside_the_project_is_read_and_the_environment_wins(
    run: Run, tmp_path: Path, installation: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(installation, other)
    (other / ".env").write_text(f"SECRET_KEY={KEY}\nREGION=JO\nTIME_ZONE=Asia/Amman\n")
    program = "import registry.settings as s; print(s.REGION, s.TIME_ZONE)"
    done = run("-c", program, cwd=other, PYTHONPATH=str(other), REGION="EG")
    assert done.stdout == "EG Asia/Amman\n"


def test_a_relative_sqlite_path_is_one_file_from_wherever_it_is_started(
    run: Run, installation: Path, tmp_path: Path
) -> None:
    program = "import registry.settings as s; print(s.DATABASES['default']['NAME'])"
    done = run("-c", program, cwd=tmp_path, SECRET_KEY=KEY, DATABASE_URL="sqlite:///data/registry.sqlite3")
    assert done.stdout.strip() == str(installation / "data" / "registry.sqlite3")


def test_a_database_address_may_carry_options(read: Callable[..., object]) -> None:
    address = "postgres://registry:p%40ss@db.example:5433/registry?sslmode=require"
    database = read("DATABASES['default']", DATABASE_URL=address)
    assert isinstance(database, dict)
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["connect_timeout"] > 0


def test_spaces_between_host_names_do_no_harm(read: Callable[..., object]) -> None:
    assert read("ALLOWED_HOSTS", ALLOWED_HOSTS="a.example, .b.example , [::1]") == [
        "a.example",
        ".b.example",
        "[::1]",
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("console:", ("console", None, None, False, False)),
        ("smtp://mail.example:2525", ("smtp", "mail.example", 2525, False, False)),
        ("submission://clerk:p%40ss@mail.example", ("smtp", "mail.example", 587, True, False)),
        ("smtp://mail.example:465?ssl=true", ("smtp", "mail.example", 465, False, True)),
    ],
)
def test_mail_leaves_as_the_environment_says(
    read: Callable[..., object], address: str, expected: tuple[object, ...]
) -> None:
    backend, *rest = expected
    assert read("EMAIL_BACKEND", EMAIL_URL=address) == f"django.core.mail.backends.{backend}.EmailBackend"
    assert read("[EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL]", EMAIL_URL=address) == rest


def test_a_directory_is_named_by_the_environment(read: Callable[..., object]) -> None:
    assert read("SOCIALACCOUNT_PROVIDERS") == {}
    found = read(
        "SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]",
        OIDC_NAME="Hebron",
        OIDC_SERVER_URL="https://login.hebron.example",
        OIDC_CLIENT_ID="registry",
        OIDC_CLIENT_SECRET="hush",
    )
    assert isinstance(found, dict)
    assert (found["name"], found["client_id"], found["secret"]) == ("Hebron", "registry", "hush")
    assert found["settings"] == {"server_url": "https://login.hebron.example", "verified_email": False}
