"""The first page."""

from typing import Any

from django.views.generic import TemplateView

from agreements.models import Agreement, City


class Home(TemplateView):
    template_name = "agreements/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published()
        return super().get_context_data(
            latest=published.for_list().order_by("-published_at", "-pk")[:5],
            agreement_count=published.count(),
            in_force_count=published.in_force().count(),
            city_count=City.objects.party_to(published).count(),
            **kwargs,
        )
