"""A list in the admin in which a search puts the best first, and says why it found each record."""

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.search.explain import Reason
from agreements.search.query import Ranked
from agreements.search.reasons import reasons


class MoreThan(int):
    """A count that stops here."""

    def __str__(self) -> str:
        return _("more than %(number)s") % {"number": f"{int(self):,}"}


class ExplainedList(ChangeList):
    """Its records bear `why_found`, and come best first unless the reader orders them by a column; the
    admin keeps what the search found with the request (`found`)."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = request.found  # type: ignore[attr-defined]
        if found.is_more:
            self.result_count = MoreThan(self.result_count)
        if found.groups and found.ids is not None and ORDER_VAR not in self.params:
            shows_all = self.show_all and self.can_show_all
            first = 0 if shows_all else (self.page_num - 1) * self.list_per_page
            last = len(found.ids) if shows_all else first + self.list_per_page
            self.result_list = Ranked(found.ids, self.queryset)[first:last]
        explained = reasons(self.result_list, found)
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
