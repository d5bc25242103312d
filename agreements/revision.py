"""The state of what the public reads, as a short text that changes whenever any of it does."""

from hashlib import blake2b

from django.db.models import Max

from agreements.models import City, CooperationDomain, RegisterCounter


def register_revision() -> str:
    """For keeping answers: what was made under one revision is true as long as it is the same.

    A change of an agreement is counted; a city that is moved or renamed and a domain that is added count
    by themselves."""
    number = RegisterCounter.objects.filter(pk=1).values_list("last_number", flat=True).first() or 0
    cities = City.objects.aggregate(last=Max("updated_at"))["last"]
    return f"{number}-{cities.timestamp() if cities else 0:.6f}-{CooperationDomain.objects.count()}"


def digest(text: str) -> str:
    """A short name for something long."""
    return blake2b(text.encode(), digest_size=12).hexdigest()
