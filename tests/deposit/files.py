"""Files to deposit, made as their programs make them, and some that are not what they say."""

from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

WORDS = "وقعت بلدية الخليل اتفاقية مع أمانة عمان الكبرى"
WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_XML = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
ODT = "application/vnd.oasis.opendocument.text"


def archive(entries: dict[str, str | bytes]) -> bytes:
    """The same bytes whenever it is made: dated as the format's first day, since tests are named by them."""
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        for name, content in entries.items():
            packed.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f'<w:document xmlns:w="{WORD_XML}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def odt(*paragraphs: str, media_type: str = ODT) -> bytes:
    body = "".join(f"<t:p>{text[:4]}<t:span>{text[4:9]}</t:span>{text[9:]}</t:p>" for text in paragraphs)
    return archive({"mimetype": media_type, "content.xml": f'<o xmlns:t="{TEXT_XML}">{body}</o>'})


def pdf(text: str) -> bytes:
    """One page with a line of Latin text."""
    stream = f"BT /F1 24 Tf 50 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(written))
    )


def picture(kind: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, kind)
    return made.getvalue()


def bomb() -> bytes:
    """A Word file of some kilobytes that unpacks to a hundred megabytes."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * 100_000_000})


def entity_bomb() -> bytes:
    """A Word file whose text names itself ten times over, nine times."""
    names = [chr(letter) for letter in range(ord("a"), ord("k"))]
    entities = '<!ENTITY a "0123456789">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names)
    )
    body = f'<w:p xmlns:w="{WORD_XML}"><w:t>&{names[-1]};</w:t></w:p>'
    return archive({"[Content_Types].xml": "<T/>", "word/document.xml": f"<!DOCTYPE w:p [{entities}]>{body}"})
