"""What is promised in a domain beside what is done: agreements that name it, and activities in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agreements.models import Activity, Agreement, CooperationDomain, DomainCoverage


@dataclass(frozen=True)
class Kept:
    """Of one domain: the published agreements that name it, and those under which something in it was
    really done, with the number of such activities."""

    domain: CooperationDomain
    promised: int
    done: int
    activities: int

    @property
    def share(self) -> int:
        """In percent."""
        return round(100 * self.done / self.promised) if self.promised else 0


def kept_promises(domains: list[CooperationDomain], on: date | None = None) -> list[Kept]:
    """For each of the domains, its sub-domains counted with it; `on`: of what had come to be by that day.
    Asks three questions for any number."""
    above = {domain.pk: domain.pk for domain in domains}
    below = CooperationDomain.objects.filter(parent__in=domains).exclude(pk__in=above)
    above |= {pk: parent for pk, parent in below.values_list("pk", "parent") if parent}
    promised: dict[int, set[int]] = defaultdict(set)
    public = Agreement.objects.published().come_about_by(on).order_by().values("pk")
    covered = DomainCoverage.objects.filter(domain__in=above, agreement__in=public)
    for domain, agreement in covered.order_by().values_list("domain", "agreement"):
        promised[above[domain]].add(agreement)
    done: dict[int, set[int]] = defaultdict(set)
    activities: dict[int, set[int]] = defaultdict(set)
    really = Activity.objects.really_done().begun_by(on).filter(domains__in=above, agreement__in=public)
    for domain, agreement, activity in really.order_by().values_list("domains", "agreement", "pk"):
        done[above[domain]].add(agreement)
        activities[above[domain]].add(activity)
    return [
        Kept(
            domain,
            len(promised[domain.pk]),
            len(done[domain.pk] & promised[domain.pk]),
            len(activities[domain.pk]),
        )
        for domain in domains
    ]
