"""Which domain of the taxonomy a sheet means: by its code or its name in either language."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.arabic import fold
from agreements.models import CooperationDomain


class Subjects:
    """The taxonomy by all that its domains are called."""

    def __init__(self) -> None:
        self._called: dict[str, CooperationDomain] = {}
        # A code comes before any name; and where a part is called like another domain, the domain is meant.
        domains = sorted(
            CooperationDomain.objects.all(),
            key=lambda domain: (domain.parent_id is not None, domain.position, domain.code),
        )
        for column in ("code", "name_ar", "name_en"):
            for domain in domains:
                if name := getattr(domain, column):
                    self._called.setdefault(fold(name), domain)

    def named(self, text: str) -> CooperationDomain:
        """Raises ValidationError where there is none."""
        key = fold(text)
        found = self._called.get(key) or self._called.get(key.removeprefix("مجال "))
        if found is None:
            message = _("“%(text)s” is no domain of the register’s taxonomy.")
            raise ValidationError(message, params={"text": text[:60]})
        return found
