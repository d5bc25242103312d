"""The snippet by which a city's partners are shown in the pages of others."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agreements.models import City
from agreements.models.bilingual import readers_language

register = template.Library()

WIDTH, HEIGHT = 480, 640


def title_of_frame(city: City) -> str:
    return _("Partner cities of %(city)s") % {"city": city.name}


def frame_for(request: HttpRequest, city: City, width: int = WIDTH, height: int = HEIGHT) -> str:
    """What a site copies, in the language that is being read."""
    path = f"{reverse('embedded-city', args=[city.slug])}?lang={readers_language()}"
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        request.build_absolute_uri(path),
        title_of_frame(city),
        width,
        height,
    )


@register.inclusion_tag("agreements/_embed_snippet.html", takes_context=True)
def embedding_of(context: dict[str, Any], city: City) -> dict[str, Any]:
    """The snippet for a city's partners, to be copied from its page."""
    return {"frame": str(frame_for(context["request"], city))}


@register.simple_tag(takes_context=True)
def oembed_link(context: dict[str, Any]) -> str:
    """By this a site that is given the page's address finds what to show of it."""
    address = f"{reverse('oembed')}?url={context['request'].build_absolute_uri()}"
    return format_html('<link rel="alternate" type="application/json+oembed" href="{}">', address)
