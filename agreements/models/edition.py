"""The edition of the register that pages show."""

import secrets

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """A mark that changes with everything the public reads: what was composed under one mark is not what
    would be composed under another. One row. A mark never comes back, not even from a backup."""

    mark = models.CharField(_("mark"), max_length=32)

    class Meta:
        verbose_name = _("edition of the register")
        verbose_name_plural = _("editions of the register")

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def now(cls) -> str:
        """The mark; empty before anything was ever public."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT mark FROM agreements_edition WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else ""

    @classmethod
    def turn(cls) -> None:
        """Set another mark, within the transaction of the change: it shows when the change does."""
        mark = secrets.token_hex(8)
        if not cls.objects.filter(pk=1).update(mark=mark):
            cls.objects.get_or_create(pk=1, defaults={"mark": mark})
