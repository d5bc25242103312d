"""What the worker does in the background: the names under which it waits in the queue.

A task is put into the queue in the transaction of the change that calls for it, so neither exists without
the other. It names a row; what is to be done, and that it is done once, stands in that row's own verb.
A task may therefore be run again at any time, and is: after a worker was killed, after a restart.
"""

from django.apps import apps
from django_tasks import task


@task()
def deliver(kind: str, pk: int) -> None:
    """Hand over one delivery (`agreements.OutgoingMail`, 17), if that is still to be done."""
    row = apps.get_model(kind)._default_manager.filter(pk=pk).first()
    if row is not None:
        row.deliver()


@task()
def throw_away_forgotten() -> None:
    """Throw away the files that somebody sent and nobody came back for."""
    apps.get_model("agreements.HeldFile")._default_manager.throw_away_forgotten()


@task()
def read_text(pk: int) -> None:
    """Read the text of a deposited document for the search."""
    document = apps.get_model("agreements.Document")._default_manager.filter(pk=pk).first()
    if document is not None:
        document.read_text()
