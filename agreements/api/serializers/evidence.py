"""What an agreement is known by: sources, and deposited files."""

from agreements.api.serializers.record import RecordSerializer
from agreements.api.serializers.references import LinkedAgreementSerializer
from agreements.api.shapes import AddressField, BilingualField, CodeField
from agreements.enumerations import Authenticity, DocumentKind, SourceKind
from agreements.models import Document, Source


class SourceSerializer(RecordSerializer):
    kind = CodeField(SourceKind)
    title = BilingualField()

    class Meta:
        model = Source
        fields = ["id", "kind", "title", "publisher", "url", "locator", "date", "quote"]


class DocumentSerializer(RecordSerializer):
    """What is recorded of a deposited file; `file` is where the file itself is fetched."""

    url = AddressField(view_name="api:document-detail")
    file = AddressField(view_name="api:document-file")
    kind = CodeField(DocumentKind)
    title = BilingualField()
    authenticity = CodeField(Authenticity)

    class Meta:
        model = Document
        fields = [
            "id",
            "url",
            "file",
            "kind",
            "title",
            "language",
            "authenticity",
            "sha256",
            "size",
            "media_type",
            "deposited_at",
        ]


class FiledDocumentSerializer(DocumentSerializer):
    """A file in the list of all: with the agreement that it belongs to."""

    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "agreement"]
