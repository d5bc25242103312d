"""The container image and docker-compose.yml, without containers: the files that the image would hold are put
together as the Dockerfile says, and each service's exact command runs from there, with the environment
that compose would give it, on a database of its own.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from ruamel.yaml import YAML

from tests.conftest import OwnDatabase
from tests.factories import UserFactory

# The image is put together once, for whichever process runs these.
pytestmark = pytest.mark.xdist_group("deployment")

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
CADDYFILE = (ROOT / "registry" / "deploy" / "Caddyfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()

LASTING = ("database", "web", "worker", "proxy")
DOMAIN = "registry.example"
# Long enough for any wait that is meant to end, on any machine.
PATIENCE = 120


# ---- The image, as far as it can be had without containers ---------------------------------------


def instructions(word: str) -> list[str]:
    """What follows an instruction of the Dockerfile, wherever it stands: `instructions("COPY")`."""
    return re.findall(rf"^{word} +(.*?) *$", DOCKERFILE, re.MULTILINE)


def image_environment() -> dict[str, str]:
    pairs = [pair for line in instructions("ENV") for pair in line.split()]
    return dict(pair.split("=", 1) for pair in pairs if not pair.startswith("PATH="))


def interpolated(text: str, given: dict[str, str]) -> str:
    """`${NAME:?…}` as compose replaces it."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: given[found[1]], text)


@dataclass
class Installation:
    """A folder with the image's files, and the environment of its services."""

    folder: Path
    database_url: str
    port: int
    given: dict[str, str] = field(
        default_factory=lambda: {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DOMAIN": DOMAIN,
            "POSTGRES_PASSWORD": secrets.token_hex(24),
        }
    )

    def environment(self, service: str) -> dict[str, str]:
        """As compose puts it together; the database, the port and the path of Python are this machine's."""
        own = SERVICES[service]["environment"]
        machine = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(self.folder)}
        here = {
            "DATABASE_URL": self.database_url,
            "GRANIAN_PORT": str(self.port),
            "GRANIAN_HOST": "127.0.0.1",
        }
        assert here.keys() <= own.keys()
        in_compose = {name: interpolated(value, self.given) for name, value in own.items()}
        return machine | image_environment() | self.given | in_compose | here

    def run(self, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment("web") | environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def migrate(self) -> subprocess.CompletedProcess[str]:
        return self.run(SERVICES["migrate"]["command"])

    def is_healthy(self) -> bool:
        kind, *command = SERVICES["web"]["healthcheck"]["test"]
        assert kind == "CMD"
        return self.run(command).returncode == 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory,
    database_of_its_own: OwnDatabase,
) -> Iterator[Installation]:
    """The image's files and an empty database: copied, compiled and collected as the Dockerfile says."""
    folder = tmp_path_factory.mktemp("image")
    leave_out = shutil.ignore_patterns("__pycache__", "*.mo")
    for source, target in (line.split() for line in instructions("COPY") if not line.startswith("--from")):
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / target, ignore=leave_out)
        elif target == "./":
            shutil.copy(ROOT / source, folder)
    with database_of_its_own(folder) as database:
        made = Installation(folder, database, free_port())
        for line in instructions("RUN"):
            if line.startswith(("pybabel", "SECRET_KEY=")):
                done = made.run(["sh", "-c", line])
                assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture(scope="module")
def migrated(installation: Installation) -> Installation:
    done = installation.migrate()
    assert done.returncode == 0, done.stdout + done.stderr
    return installation


@dataclass
class Server:
    """The web service while it runs."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """As the proxy passes a request on, unless the headers say otherwise."""
        as_proxy = {"Host": DOMAIN, "X-Forwarded-Proto": "https"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            "GET", path, headers=as_proxy | {name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer


@contextmanager
def serving(installation: Installation) -> Iterator[Server]:
    """The web service's own command, asked by the health check's own command until that is content."""
    log = installation.folder / f"server-{installation.port}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            SERVICES["web"]["command"],
            cwd=installation.folder,
            env=installation.environment("web"),
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not installation.is_healthy():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
        yield Server(process, installation.port, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def server(migrated: Installation) -> Iterator[Server]:
    with serving(migrated) as started:
        yield started


# ---- The commands run ----------------------------------------------------------------------------


def test_the_migrating_service_fills_an_empty_database_and_may_run_again(migrated: Installation) -> None:
    assert "92 cooperation domains" in migrated.migrate().stdout
    left = migrated.run(["python", "manage.py", "migrate", "--check"])
    assert left.returncode == 0


def test_pages_are_served_in_both_languages_with_compiled_translations(server: Server) -> None:
    arabic, english = server.get("/ar/"), server.get("/en/")
    assert (arabic.status, english.status) == (200, 200)
    assert 'lang="ar" dir="rtl"' in arabic.body.decode()
    assert "سجل" in arabic.body.decode()
    assert 'lang="en" dir="ltr"' in english.body.decode()


def test_the_api_and_the_admin_answer(server: Server) -> None:
    assert b'"count":' in server.get("/api/v1/agreements/").body
    assert b'"code":"heritage"' in server.get("/api/v1/domains/heritage/").body
    assert server.get("/ar/account/login/").status == 200


def test_static_files_are_named_by_content_compressed_and_kept_for_good(server: Server) -> None:
    page = server.get("/ar/").body.decode()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|svg|js))"', page)
    assert addresses
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.", address)
        answer = server.get(address, Accept_Encoding="br, gzip")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        age = re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])
        assert age
        assert int(age[1]) >= 31_536_000
    stylesheet = next(address for address in addresses if address.endswith(".css"))
    assert server.get(stylesheet, Accept_Encoding="br, gzip").headers["Content-Encoding"] == "br"


def test_everything_but_the_health_check_is_sent_to_https(server: Server) -> None:
    plain = server.get("/ar/", X_Forwarded_Proto="http")
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{DOMAIN}/ar/")
    health = server.get("/health/", X_Forwarded_Proto="http")
    assert (health.status, health.body) == (200, b"ok")


def test_https_is_insisted_on_and_cookies_travel_by_nothing_else(server: Server) -> None:
    answer = server.get("/ar/account/login/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_another_host_name_is_not_answered(server: Server) -> None:
    assert server.get("/ar/", Host="evil.example").status == 400


def test_what_is_not_there_is_a_page_without_details(server: Server) -> None:
    answer = server.get("/ar/nothing/")
    assert answer.status == 404
    assert b"urlpatterns" not in answer.body


def test_deposited_documents_are_not_among_the_files_handed_out(
    server: Server, migrated: Installation
) -> None:
    deposited = migrated.folder / "media" / "documents" / "secret.pdf"
    deposited.parent.mkdir(parents=True)
    deposited.write_text("not for everybody")
    for path in (
        "/media/documents/secret.pdf",
        "/documents/secret.pdf",
        "/static/../media/documents/secret.pdf",
    ):
        assert b"not for everybody" not in server.get(path).body


def test_told_to_stop_it_stops(migrated: Installation) -> None:
    alone = replace(migrated, port=free_port(), given=migrated.given | {"GRANIAN_WORKERS": "1"})
    with serving(alone) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        assert not alone.is_healthy()
        assert "Traceback" not in server.log.read_text()


def test_the_worker_shows_that_it_lives_and_told_to_stop_it_stops(migrated: Installation) -> None:
    sign = migrated.folder / "worker.alive"
    here = lambda words: [str(sign) if word == "/tmp/worker.alive" else word for word in words]  # noqa: E731
    look = here(SERVICES["worker"]["healthcheck"]["test"])[1:]
    assert "no sign of life" in migrated.run(look).stderr
    working = subprocess.Popen(
        here(SERVICES["worker"]["command"]),
        cwd=migrated.folder,
        env=migrated.environment("worker"),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        end = time.monotonic() + PATIENCE
        while not sign.exists():
            assert working.poll() is None, working.communicate()[1]
            assert time.monotonic() < end
            time.sleep(0.1)
        assert migrated.run(look).returncode == 0
        working.send_signal(signal.SIGTERM)
        said = working.communicate(timeout=PATIENCE)[1]
        assert (working.returncode, said) == (0, "")
        os.utime(sign, (0, 0))
        assert "silent for" in migrated.run(look).stderr
    finally:
        working.kill()


# ---- A bad installation stops early --------------------------------------------------------------


def test_sample_accounts_stop_a_deployment(migrated: Installation) -> None:
    loaded = migrated.run(["python", "manage.py", "load_sample"], DEBUG="true")
    assert loaded.returncode == 0, loaded.stderr
    stopped = migrated.migrate()
    removed = migrated.run(
        ["python", "manage.py", "shell", "--command", "User.objects.update(is_active=False)"], DEBUG="true"
    )
    assert removed.returncode == 0, removed.stderr
    assert stopped.returncode != 0
    assert "registry.E001" in stopped.stderr
    assert "migrations" not in stopped.stdout
    assert migrated.migrate().returncode == 0


def test_the_sample_is_not_loaded_in_production(migrated: Installation) -> None:
    refused = migrated.run(["python", "manage.py", "load_sample"])
    assert refused.returncode != 0
    assert "DEBUG=true" in refused.stderr


def test_an_unreachable_database_is_named_without_noise(installation: Installation) -> None:
    command = SERVICES["migrate"]["command"]
    stopped = installation.run(command, DATABASE_URL="postgres://registry@127.0.0.1:1/registry")
    assert stopped.returncode != 0
    assert "registry.E002" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_where_no_document_could_be_deposited_nothing_is_migrated(installation: Installation) -> None:
    stopped = installation.run(SERVICES["migrate"]["command"], MEDIA_ROOT="/dev/null/media")
    assert stopped.returncode != 0
    assert "registry.E005" in stopped.stderr
    assert "migrations" not in stopped.stdout


def accounts_complained_of() -> bool:
    found = run_checks(tags=["database"], databases=["default"])
    return "registry.E001" in [message.id for message in found]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account", "refused"),
    [
        ({"email": "registrar@example.org"}, True),
        ({"email": "registrar@example.org", "is_active": False}, False),
        ({"email": "registrar@example.org", "password": None}, False),
        ({"email": "registrar@example.org.ps"}, False),
        ({"email": "registrar@hebron.example"}, False),
    ],
)
def test_an_account_of_the_sample_is_refused_as_long_as_it_can_sign_in(
    account: dict[str, Any], refused: bool
) -> None:
    UserFactory(**account)
    assert accounts_complained_of() is refused


@pytest.mark.django_db
def test_where_things_are_tried_out_the_sample_is_welcome(settings: Any) -> None:
    UserFactory(email="registrar@example.org")
    settings.DEBUG = True
    assert not accounts_complained_of()


def test_deposited_documents_must_not_lie_among_public_files(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "registry.E004" in [message.id for message in run_checks(tags=["security"])]
    settings.MEDIA_ROOT = tmp_path.with_name("media")
    assert "registry.E004" not in [message.id for message in run_checks(tags=["security"])]


def test_a_folder_that_cannot_hold_documents_is_named(settings: Any, tmp_path: Path) -> None:
    def complaints() -> list[Any]:
        found = run_checks(tags=["files"], include_deployment_checks=True)
        return [message.id for message in found if str(message.id).startswith("registry.")]

    settings.MEDIA_ROOT = tmp_path / "not" / "yet" / "there"
    assert complaints() == []
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert complaints() == ["registry.E005"]


# ---- How the services hang together -----------------------------------------------------------------


def test_what_lasts_is_watched_and_restarted_and_what_ends_is_not() -> None:
    assert SERVICES.keys() == {*LASTING, "migrate"}
    for name in LASTING:
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES["migrate"]["restart"] == "no"


def test_each_service_waits_for_what_it_needs() -> None:
    waits = {
        (name, other): needed["condition"]
        for name, service in SERVICES.items()
        for other, needed in service.get("depends_on", {}).items()
    }
    assert waits == {
        ("migrate", "database"): "service_healthy",
        ("web", "database"): "service_healthy",
        ("web", "migrate"): "service_completed_successfully",
        ("worker", "database"): "service_healthy",
        ("worker", "migrate"): "service_completed_successfully",
        ("proxy", "web"): "service_healthy",
    }


def test_one_image_migrates_serves_and_runs_the_commands() -> None:
    for part in ("image", "build", "env_file", "environment", "volumes"):
        assert SERVICES["migrate"][part] == SERVICES["web"][part] == SERVICES["worker"][part]
    assert SERVICES["web"]["environment"]["DEBUG"] == "false"


def test_the_image_by_itself_starts_and_watches_the_same_server() -> None:
    *_, command = instructions("CMD")
    assert YAML(typ="safe").load(command) == SERVICES["web"]["command"]
    watched = re.search(r"HEALTHCHECK .*CMD (\[.*\])", DOCKERFILE)
    assert watched
    assert ["CMD", *YAML(typ="safe").load(watched[1])] == SERVICES["web"]["healthcheck"]["test"]


def test_the_server_has_time_to_stop_by_itself() -> None:
    by_itself = int(SERVICES["web"]["environment"]["GRANIAN_WORKERS_KILL_TIMEOUT"])
    until_killed = int(SERVICES["web"]["stop_grace_period"].removesuffix("s"))
    assert by_itself < until_killed


def test_the_image_is_built_from_locked_versions_and_runs_without_rights() -> None:
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert installs
    assert all("--require-hashes -r requirements.lock" in line for line in installs)
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert final.startswith("base AS registry\n")
    assert "\nUSER registry\n" in final
    for name in ("migrate", "web", "worker", "proxy"):
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["read_only"] is True


def test_the_image_holds_nothing_that_the_dockerfile_does_not_copy() -> None:
    copied = {line.split()[0] for line in instructions("COPY") if not line.startswith("--from")}
    allowed = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert "\n*\n" in (ROOT / ".dockerignore").read_text()
    assert allowed == {path for path in copied if not path.startswith("registry/")}


def test_data_outlives_the_containers() -> None:
    mounted = {name: dict(each.split(":") for each in s.get("volumes", [])) for name, s in SERVICES.items()}
    assert {volume for mounts in mounted.values() for volume in mounts} == COMPOSE["volumes"].keys()
    workdir, *_ = instructions("WORKDIR")
    assert mounted["web"] == {"media": f"{workdir}/media"}
    assert mounted["database"] == {"database": "/var/lib/postgresql"}


def test_the_database_is_reached_by_the_application_alone() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["database"]["networks"] == SERVICES["migrate"]["networks"] == ["inside"]
    assert SERVICES["proxy"]["networks"] == ["outside"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_proxy_passes_on_to_the_port_where_the_server_listens() -> None:
    (upstream,) = re.findall(r"reverse_proxy (\S+)", CADDYFILE)
    assert upstream == f"web:{SERVICES['web']['environment']['GRANIAN_PORT']}"
    assert CADDYFILE.count("{") == CADDYFILE.count("}")
    assert re.findall(r"\{\$(\w+)", CADDYFILE) == list(SERVICES["proxy"]["environment"])


def test_the_proxy_holds_the_static_files_of_the_same_build_and_no_documents() -> None:
    (root,) = re.findall(r"root \* (\S+)", CADDYFILE)
    workdir, *_ = instructions("WORKDIR")
    proxy = DOCKERFILE.split("\nFROM caddy", 1)[1].split("\nFROM ", 1)[0]
    assert f"COPY --from=build {workdir}/staticfiles {root}\n" in proxy
    assert "media" not in CADDYFILE
    assert not any(volume.startswith("media") for volume in SERVICES["proxy"]["volumes"])


# ---- Settings and secrets ---------------------------------------------------------------------------


def example_variables() -> dict[str, str]:
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def test_every_setting_stands_in_the_example_and_nothing_else_does() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    asked_by_compose = set(re.findall(r"\$\{(\w+)", compose))
    settings = (ROOT / "registry" / "settings.py").read_text()
    read_by_settings = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    of_the_server = {name for name in image_environment() if name.startswith("GRANIAN_")}
    fixed_by_compose = set(SERVICES["web"]["environment"]) & of_the_server
    assert asked_by_compose
    assert read_by_settings
    assert (
        example_variables().keys() == asked_by_compose | read_by_settings | of_the_server - fixed_by_compose
    )


def test_the_example_shows_the_defaults_of_the_image() -> None:
    for name, value in image_environment().items():
        if name in example_variables():
            assert example_variables()[name] == value


def test_every_setting_of_the_example_is_explained() -> None:
    for block in re.split(r"\n\n", EXAMPLE):
        names = re.findall(r"^(?:# )?[A-Z_]+=", block, re.MULTILINE)
        assert not names or re.search(r"^# (?![A-Z_]+=)", block, re.MULTILINE)


def test_what_must_be_given_has_no_value_in_the_example() -> None:
    must = {name for name, value in re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE) if value == ""}
    assert must == {"SECRET_KEY", "DOMAIN", "POSTGRES_PASSWORD"}
    assert must == set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))


def test_no_secret_stands_in_the_repository() -> None:
    files = [ROOT / name for name in ("Dockerfile", "docker-compose.yml", ".env.example", "Makefile")]
    files += (ROOT / "registry").rglob("*.py")
    telling = re.compile(
        r"^[^#\n]*(?:SECRET|PASSWORD)[A-Z_]*[ \"']*[=:] *[\"']?(?P<value>\w\S*)", re.MULTILINE
    )
    found = [(file.name, match["value"]) for file in files for match in telling.finditer(file.read_text())]
    assert [(name, value) for name, value in found if not is_harmless(value)] == []
    for ignored in (".gitignore", ".dockerignore"):
        assert re.search(r"^(\.env|\*)$", (ROOT / ignored).read_text(), re.MULTILINE)


def is_harmless(value: str) -> bool:
    """A reader or maker of secrets, not a secret."""
    return value.startswith(("env.", "EMAIL[", "secrets.", "{secrets."))
