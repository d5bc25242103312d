"""Documents kept in an S3-compatible store: the same model, another place."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from agreements.models import Document
from tests.deposit.files import pdf
from tests.factories import AgreementFactory


class Bucket(BaseHTTPRequestHandler):
    """As much of such a store as depositing and reading ask of it."""

    kept: ClassVar[dict[str, bytes]] = {}

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "aws-chunked":
            content = dechunked(content)
        self.kept[self.path] = content
        self.answer(200)

    def do_HEAD(self) -> None:
        self.answer(200 if self.path in self.kept else 404, self.kept.get(self.path, b""), body=False)

    def do_GET(self) -> None:
        found = self.kept.get(self.path)
        if found is None:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        elif wanted := self.headers.get("Range"):
            begin, _dash, end = wanted.removeprefix("bytes=").partition("-")
            self.answer(206, found[int(begin) : int(end or len(found)) + 1])
        else:
            self.answer(200, found)

    def answer(self, status: int, content: bytes = b"", body: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        pass


def dechunked(content: bytes) -> bytes:
    made = b""
    while content:
        head, _line, rest = content.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        if not size:
            break
        made += rest[:size]
        content = rest[size + 2 :]
    return made


@pytest.fixture
def bucket() -> Iterator[S3Storage]:
    Bucket.kept.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    Thread(target=server.serve_forever, daemon=True).start()
    yield S3Storage(
        bucket_name="register",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        region_name="here",
        access_key="key",
        secret_key="only for this test",
        addressing_style="path",
        file_overwrite=False,
    )
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_document_is_kept_in_the_bucket_and_read_from_there(
    bucket: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", bucket)
    Document.objects.create(agreement=AgreementFactory(), file=ContentFile(pdf("Kept far away"), "a.pdf"))
    [(path, content)] = Bucket.kept.items()
    assert path.startswith("/register/documents/")
    assert content == pdf("Kept far away")
    document = Document.objects.get()
    document.read_text()
    assert document.text == "Kept far away"
    Bucket.kept.clear()
    with pytest.raises(FileNotFoundError):
        Document.objects.get().file.open("rb").read()
