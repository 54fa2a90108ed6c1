"""Secrets leave every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.redaction import redact

SECRET = "Zk9Qw3rT7yU1xCv"


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://host/path?api_key={SECRET}&page=2",
        f"GET https://host/path?page=2&access_token={SECRET}",
        f"https://user:{SECRET}@host/",
        f"Authorization: Bearer {SECRET}",
        f"authorization: {SECRET}",
        f"bearer {SECRET}",
        f"x-api-key: {SECRET}",
        f'{{"client_secret": "{SECRET}"}}',
        f"Set-Cookie: session={SECRET}; Path=/",
        f"cookie: a={SECRET}",
        f"password={SECRET}",
        f"key={SECRET}",
        f"sk_live_{SECRET}",
        f"sk-{SECRET}",
    ],
)
def test_secret_shapes_are_hidden(text):
    assert SECRET not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "google_trends_rss: asked too often (429). It is asked again at the next run.",
        "columns missing for canonical signals: metric",
        "monkey=banana keyboard: 3 tokens counted",
        "https://wikimedia.org/api/rest_v1/metrics?geo=US",
    ],
)
def test_plain_messages_stay_as_they_are(text):
    assert redact(text) == text


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=8, max_size=40))
def test_a_named_secret_never_survives(secret):
    assert secret not in redact(f"before {secret} after", [secret])


def test_redaction_is_idempotent():
    once = redact(f"api_key={SECRET} Authorization: Bearer {SECRET}")
    assert redact(once) == once
