"""A list in the admin in which a search says why it found each record."""

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.search.explain import Reason
from agreements.search.reasons import reasons


class ExplainedList(ChangeList):
    """Its records bear `why_found`; the admin keeps what the search found with the request (`found`)."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        explained = reasons(self.result_list, request.found)  # type: ignore[attr-defined]
        for record in self.result_list:
            record.why_found = explained.get(record.pk)


def snippet(reason: Reason) -> SafeString:
    """The passage, with the words that were searched for marked."""
    pieces = format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text,)
            for piece in reason.pieces
        ),
    )
    return format_html('<br><small class="quiet">{}: <bdi>{}</bdi></small>', reason.label, pieces)
