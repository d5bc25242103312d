"""All addresses: the pages and the admin under their language, the API beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.generic import RedirectView

from agreements.api import documentation
from agreements.pages import crawling, embedding
from agreements.pages.keeping import kept_for_visitors as kept
from registry.health import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="home")),
    path("health/", health, name="health"),
    path("robots.txt", crawling.robots, name="robots"),
    path(
        "sitemap.xml",
        kept(sitemaps.index),
        {"sitemaps": crawling.SITEMAPS, "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        kept(sitemaps.sitemap),
        {"sitemaps": crawling.SITEMAPS},
        name="sitemap-part",
    ),
    path("api/v1/", include("agreements.api.urls")),
    path("api/openapi.yaml", documentation.contract, name="contract"),
    path("api/problems/<slug:name>/", documentation.kind_of_problem, name="problem"),
    path("embed/cities/<slug:slug>/", embedding.city, name="embedded-city"),
    path("embed/theme.css", embedding.theme, name="embed-theme"),
    path("oembed/", embedding.oembed, name="oembed"),
    # The address that a directory sends people back to is one, in whichever language they read.
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("account/", include("agreements.accounts.urls")),
        path("desk/", include("agreements.desk.urls")),
        path("developers/", documentation.Guide.as_view(), name="developers"),
        path("developers/reference/", documentation.Reference.as_view(), name="api-reference"),
        path("", include("agreements.pages.urls")),
    ),
]
