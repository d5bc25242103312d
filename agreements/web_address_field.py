"""Web addresses: what is typed without a scheme is taken as https."""

from typing import Any

from django.db import models


class WebAddressField(models.URLField):
    def deconstruct(self) -> Any:
        """In the database it is a plain URLField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
