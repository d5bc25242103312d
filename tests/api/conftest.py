"""A caller of the API, and the sample register to ask about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.models import User
from agreements.reference import sample as sample_register
from agreements.reference.taxonomy import load_taxonomy
from tests.worlds import begin_with

Ask = Callable[..., Any]


@pytest.fixture
def ask(db: None) -> Ask:
    """`ask("cities/", q="خليل", by=registrar, language="en")`: the answer to a GET under /api/v1/."""

    def answer(
        path: str,
        by: User | None = None,
        language: str = "ar",
        headers: dict[str, str] | None = None,
        **parameters: Any,
    ) -> Any:
        client = Client()
        if by is not None:
            client.force_login(by)
        return client.get(
            f"/api/v1/{path}", parameters, headers={"accept-language": language, **(headers or {})}
        )

    return answer


@pytest.fixture
def sample(db: None) -> None:
    """The taxonomy and the sample: Hebron–Amman as TW-…-00001, Hebron–Bursa as TW-…-00002."""
    begin_with(load_taxonomy)
    begin_with(sample_register.load_sample)
