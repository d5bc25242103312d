"""The background, for tests that want it done now."""

from django_tasks_db.models import DBTaskResult

from agreements.worker import Worker, take_up_what_was_left


def do_all() -> None:
    """What the worker does until its queue is empty, on this test's own connection; fails where a task
    does."""
    take_up_what_was_left()
    worker = Worker(once=True)
    while task := DBTaskResult.objects.ready().first():
        task.claim(worker.worker_id)
        worker.run_task(task)
        assert not task.traceback, task.traceback
