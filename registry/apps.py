"""The project as an app, and the admin site it runs: the stock one, opened by the registry’s rules."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps


class RegistryAdminConfig(apps.AdminConfig):
    default_site = "registry.admin_site.RegistryAdminSite"


class RegistryConfig(AppConfig):
    """The project itself, as an app: its static files, its checks."""

    name = "registry"

    def ready(self) -> None:
        """Registers the checks by importing them."""
        import_module("registry.checks")
