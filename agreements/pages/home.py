"""The first page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models import Agreement, City, CooperationDomain
from agreements.pages.records import page_links

# How far ahead an agreement that ends is told of.
SOON = timedelta(days=365)


class Home(TemplateView):
    template_name = "agreements/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published, today = Agreement.objects.published(), timezone.localdate()
        cities = City.objects.party_to(published)
        return super().get_context_data(
            latest=published.for_list().order_by("-published_at", "-pk")[:5],
            expiring=published.expiring(today, today + SOON).for_list()[:5],
            agreement_count=published.count(),
            in_force_count=published.in_force().count(),
            city_count=cities.count(),
            country_count=cities.order_by().values("country").distinct().count(),
            spread=cities.spread(),
            domains=CooperationDomain.objects.top_level(),
            **page_links(self.request),
            **kwargs,
        )
