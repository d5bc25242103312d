from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agreements.exchange.twinnings import import_account, import_twinnings
from agreements.models import User
from agreements.reference.sample import PAIRS, load_cities, load_sample, sample_password


class Command(BaseCommand):
    help = (
        "Load a small register to try: two agreements in full, the twinned cities around them, and an "
        "account for each role. Refused in production."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The sample has accounts with a known password: it is for trying only (DEBUG=true)."
            )
        # The pairs come first, so that the agreements are the newest.
        load_cities()
        import_twinnings(PAIRS, import_account())
        accounts = load_sample()
        self.stdout.write("The sample is in place. Its accounts sign in with this password:")
        self.stdout.write(f"\n    {sample_password()}\n")
        for account in accounts:
            self.stdout.write(f"    {account.email:<32} {_role(account)}")


def _role(account: User) -> str:
    """The first role that an account holds, in words."""
    membership = account.memberships.select_related("city").first()
    if membership is None:
        return "no role: reads what the public reads"
    return f"{membership.role} of {membership.city.name_en}" if membership.city else membership.role
