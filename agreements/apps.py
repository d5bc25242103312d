"""The domain app: cities, the agreements between them, and everything recorded of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Register of agreements")
