"""One HTTP client for all sources: polite, bounded in time and size, closed about secrets."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

import httpx2

from connectors.errors import (
    Blocked,
    ConnectorError,
    DeadlineExceeded,
    ForbiddenAddress,
    ProxyUnavailable,
    Refused,
    RetryLater,
    Unavailable,
)
from connectors.http import redirects
from connectors.http.answers import (
    Answer,
    json_body,
    no_connection,
    raise_for_status,
    read_body,
    read_refusal,
)
from connectors.http.breaker import Breaker, Permit
from connectors.http.conditional import conditions, not_modified, remember
from connectors.http.deadline import Deadline
from connectors.http.limits import Limiter, host_bucket
from connectors.http.outlets import Outlets
from connectors.http.proxies import Proxy, ProxyPool, is_proxys_fault
from connectors.http.rehearsal import rehearsal_server, rehearsed
from connectors.http.retry import RetryPolicy
from connectors.http.shared import Bucket, ValidatorStore
from connectors.redaction import known_secrets, redact, redact_logs

__all__ = ["MAX_BODY", "Answer", "HttpClient", "json_body"]

MAX_BODY = 20_000_000  # bytes after decompression

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class _Question:
    """One thing asked, whatever it takes. `url` is the original address."""

    method: str
    url: httpx2.URL
    source: str
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: Json = field(default=None, repr=False)
    conditional: bool = False


class HttpClient:
    """GET and POST with a size cap, a deadline, retries and no way off the host they were sent to.

    `rehearsal` is a loopback server that every request goes to instead (see `rehearsal`). `allow`
    holds `host:port` pairs that may be asked although they are not public: a server of a test.
    `limiter` makes requests wait for a token of the host's bucket: that of `buckets`, by host, or
    else one request a second, five at once. `breaker` leaves failing hosts alone, `proxies` are the
    operator's own, `validators` serve conditional requests. What is not given is not done.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        transport: httpx2.BaseTransport | None = None,
        policy: RetryPolicy | None = None,
        max_body: int = MAX_BODY,
        timeout: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rehearsal: str | None = None,
        allow: Collection[str] = (),
        limiter: Limiter | None = None,
        buckets: Mapping[str, Bucket] | None = None,
        breaker: Breaker | None = None,
        proxies: ProxyPool | None = None,
        validators: ValidatorStore | None = None,
    ) -> None:
        self._policy = policy or RetryPolicy()
        self._max_body = max_body
        self._timeout = timeout
        self._now = now
        self._rehearsal = rehearsal_server(rehearsal) if rehearsal else None
        self._allow = frozenset(allow)
        self._limiter = limiter
        self._buckets = buckets or {}
        self._breaker = breaker
        self._proxies = proxies if proxies and not rehearsal else None
        self._validators = validators
        played = {self._rehearsal.removeprefix("http://")} if self._rehearsal else set()
        self._outlets = Outlets(user_agent, transport, self._allow | played)
        self._attempts: Counter[str] = Counter()
        self._lock = threading.Lock()
        redact_logs("httpx2", "httpcore2.connection", "httpcore2.http11", "httpcore2.proxy")

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._outlets.close()

    @property
    def attempts(self) -> dict[str, int]:
        """Requests sent so far, by source; retries and redirects count."""
        with self._lock:
            return dict(self._attempts)

    def get(
        self,
        url: str,
        *,
        deadline: Deadline,
        source: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        conditional: bool = False,
    ) -> Answer:
        """The answer to a GET, retried within the deadline.

        Raises one of `connectors.errors`; `source` is named in the message. A `conditional`
        question asks for what is new since the last good answer, and raises NotModified when
        nothing is.
        """
        address = _address(url, source, params)
        question = _Question("GET", address, source, headers or {}, conditional=conditional)
        return self._ask(question, deadline, idempotent=True)

    def post(
        self,
        url: str,
        *,
        deadline: Deadline,
        source: str,
        data: Mapping[str, str] | None = None,
        json: Json = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotent: bool = False,
    ) -> Answer:
        """The answer to a POST of a form (`data`) or of `json`; it follows no redirect.

        It is sent once, unless it is `idempotent`. Raises one of `connectors.errors`.
        """
        address = _address(url, source, params)
        question = _Question("POST", address, source, headers or {}, data, json)
        return self._ask(question, deadline, idempotent=idempotent)

    def _ask(self, question: _Question, deadline: Deadline, *, idempotent: bool) -> Answer:
        try:
            return self._policy.call(
                lambda: self._follow(question, deadline), deadline=deadline, idempotent=idempotent
            )
        except ConnectorError as error:
            error.source = question.source
            # a host may have sent back what it was sent
            secrets = known_secrets(str(question.url), question.headers, question.form)
            error.args = (redact(error.message, secrets),)
            raise

    def _follow(self, question: _Question, deadline: Deadline) -> Answer:
        url, source = question.url, question.source
        for _ in range(redirects.MOST + 1):
            answer = self._once(question, url, deadline)
            if isinstance(answer, Answer):
                return answer
            url = redirects.next_address(
                url, answer, source, allow=self._allow, rehearsal=self._rehearsal
            )
            if question.method != "GET":
                raise Refused(f"{source}: a form was sent on to another address. Report it.")
        raise Refused(f"{source}: more than {redirects.MOST} redirects. Try again later.")

    def _once(self, question: _Question, url: httpx2.URL, deadline: Deadline) -> Answer | str:
        """One request: its answer, or the address it is sent on to."""
        source, host = question.source, url.host
        deadline.check(source)
        redirects.check_address(url, source, self._allow)
        if self._limiter:
            self._limiter.wait(self._buckets.get(host) or host_bucket(host), deadline, source)
        permit = self._breaker.permit(host, source) if self._breaker else None
        with self._lock:
            self._attempts[source] += 1
        in_a_hurry = deadline.left < self._timeout
        try:
            answer = self._through(question, url, deadline)
        except ConnectorError as error:
            # a host that was given too little time has not failed
            if not (in_a_hurry and isinstance(error, DeadlineExceeded)):
                self._settle(permit, error)
            raise
        self._settle(permit, None)
        return answer

    def _through(self, question: _Question, url: httpx2.URL, deadline: Deadline) -> Answer | str:
        source = question.source
        proxy = self._proxies.pick(source) if self._proxies else None
        try:
            return self._exchange(question, url, deadline, proxy)
        except httpx2.TransportError as error:
            if self._proxies and proxy and is_proxys_fault(error, proxy):
                self._proxies.failed(proxy)
                raise _proxy_fails(proxy, source) from None
            if isinstance(error, httpx2.TimeoutException):
                deadline.check(source)
                raise Unavailable(f"{source}: timed out. Try again later.") from None
            raise no_connection(error, source) from None
        except httpx2.StreamError as error:
            raise no_connection(error, source) from None
        except httpx2.InvalidURL:
            raise Refused(f"{source}: the address sent on to is not valid.") from None

    def _exchange(
        self, question: _Question, url: httpx2.URL, deadline: Deadline, proxy: Proxy | None
    ) -> Answer | str:
        source = question.source
        headers = dict(question.headers)
        store = self._validators if question.conditional else None
        asked = conditions(store, str(question.url)) if store else {}
        with self._outlets.client(proxy).stream(
            question.method,
            rehearsed(str(url), self._rehearsal) if self._rehearsal else url,
            headers={**headers, **asked},
            data=question.form,
            json=question.json,
            timeout=max(0.05, min(self._timeout, deadline.left)),
        ) as response:
            if self._proxies and proxy:
                if response.status_code == 407:
                    self._proxies.failed(proxy)
                    raise _proxy_fails(proxy, source)
                self._proxies.succeeded(proxy)
            if response.has_redirect_location:
                return response.headers["location"]
            if response.status_code == 304 and asked:
                raise not_modified(source)
            try:
                raise_for_status(response, source, self._now())
            except ConnectorError as error:
                error.said = read_refusal(response, deadline, source)
                raise
            answer = Answer(
                body=read_body(response, self._max_body, deadline, source),
                content_type=response.headers.get("content-type", ""),
                url=redact(str(url)),
                received_at=self._now(),
            )
            if store:
                remember(store, str(question.url), response.headers)
            return answer

    def _settle(self, permit: Permit | None, error: ConnectorError | None) -> None:
        """Tell the breaker how the host did; what never reached it says nothing of it."""
        if (
            not self._breaker
            or not permit
            or isinstance(error, ProxyUnavailable | ForbiddenAddress)
        ):
            return
        if isinstance(error, RetryLater | Blocked):
            self._breaker.failed(permit)
        else:
            self._breaker.succeeded(permit)


def _address(url: str, source: str, params: Mapping[str, str] | None) -> httpx2.URL:
    try:
        return httpx2.URL(url, params=dict(params)) if params else httpx2.URL(url)
    except httpx2.InvalidURL:
        raise Refused(f"{source}: the address to ask is not valid.", source=source) from None


def _proxy_fails(proxy: Proxy, source: str) -> ProxyUnavailable:
    return ProxyUnavailable(
        f"{source}: the proxy {proxy.label} does not do its work and rests for a while. Check "
        "PODPUSHER_PROXIES; another one is tried."
    )
