"""Instagram: refusals, odd answers, the visit and the hashtags of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as tuned

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    UnknownMarkup,
)
from connectors.trends.hashtags_in import hashtags_in
from connectors.trends.instagram import CONNECTORS, InstagramHashtagPage, hashtags_to_ask
from tests.connectors.trends.cases.instagram import hashtag_page
from tests.connectors.trends.instagram_samples import (
    ANSWERS,
    CANONICAL,
    parse,
    tag_page,
    visit,
)
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import Reply


class TestRefusals:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ({"message": "login_required", "status": "fail"}, LoginWall),
            ({"message": "", "require_login": True, "status": "fail"}, LoginWall),
            ({"message": "checkpoint_required", "checkpoint_url": "/c/"}, LoginWall),
            (
                {
                    "message": "Please wait a few minutes before you try again.",
                    "require_login": True,
                    "status": "fail",
                },
                RateLimited,
            ),
            ({"message": "feedback_required", "spam": True, "status": "fail"}, Blocked),
            ({"errors": [{"message": "execution error"}], "data": None}, Blocked),
            ({"status": "ok"}, UnknownMarkup),
            ({"authenticated": True, "user": True, "status": "ok"}, UnknownMarkup),
            ([], UnknownMarkup),
        ],
    )
    def test_answers(self, answer, error):
        with pytest.raises(error):
            parse(answer)

    @pytest.mark.parametrize(
        ("page", "error"),
        [
            (b"<html><p>Please wait a few minutes before you try again.</p></html>", RateLimited),
            (b"<html><title>Login \xe2\x80\xa2 Instagram</title><div></div></html>", LoginWall),
            (b"<html><form><input type=password></form></html>", LoginWall),
            (b'<html><a href="/accounts/login/?next=/explore/tags/a/">x</a></html>', LoginWall),
            (
                b'<html><script>w = {"entry_data":{"LoginAndSignupPage":[{}]}};</script></html>',
                LoginWall,
            ),
            (b"<html><h1>Nothing</h1></html>", UnknownMarkup),
            (b'<html><script>w = {"entry_data":', BadAnswer),
            (b'{"data": {"hashtag": {"name": "par', BadAnswer),
            (b"  ", BadAnswer),
        ],
    )
    def test_pages(self, page, error):
        with pytest.raises(error):
            parse(page)

    def test_a_profile_without_hashtags(self):
        page = {"graphql": {"user": {"username": "who", "edge_owner_to_timeline_media": {}}}}
        with pytest.raises(UnknownMarkup):
            parse(page)


class TestAnyAnswer:
    @tuned(deadline=None)  # the first answer pays for imports
    @given(ANSWERS)
    def test_is_read_or_refused_by_name(self, answer):
        try:
            parsed = parse(answer)
        except ConnectorError:
            return
        assert all(term.strip("#").strip() for term in parsed.frame["term"])
        assert not (parsed.frame["value"] < 0).any()


class TestFetch:
    def test_without_a_browser_it_says_what_to_set(self):
        for source in CONNECTORS.values():
            with pytest.raises(NotConfigured, match="PODPUSHER_PAGES"):
                source().fetch(visit(None, "paris"))

    def test_watched_hashtags_are_asked_before_named_terms(self):
        assert hashtags_to_ask("#Dark Academia, café", ("quilting",)) == ["darkacademia", "café"]
        assert hashtags_to_ask("", ("Dark Academia", "dark academia", "2024")) == ["darkacademia"]

    def test_no_more_than_thirty(self):
        assert len(hashtags_to_ask("", tuple(f"term {number}" for number in range(99)))) == 30

    def test_nothing_to_ask_about(self):
        with pytest.raises(NoData):
            InstagramHashtagPage().fetch(visit(ScriptedBrowser([Reply(200)])))

    def test_a_page_a_hashtag(self):
        browser = ScriptedBrowser([Reply(200, hashtag_page(1))])
        payloads = InstagramHashtagPage().fetch(visit(browser, "paris,café"))
        assert [each.url for each in browser.requests] == [
            "https://www.instagram.com/explore/tags/paris/",
            "https://www.instagram.com/explore/tags/caf%C3%A9/",
        ]
        assert [each.meta["hashtag"] for each in payloads] == ["paris", "café"]
        assert {each.meta["region"] for each in payloads} == {"WW"}

    def test_a_hashtag_that_fails_does_not_cost_the_others(self):
        browser = ScriptedBrowser([Reply(404), Reply(200, hashtag_page(1))])
        assert len(InstagramHashtagPage().fetch(visit(browser, "a,b"))) == 1

    def test_a_sign_in_ends_the_visit_and_keeps_what_arrived(self):
        wall = Reply(302, headers={"location": "/accounts/login/"})
        browser = ScriptedBrowser([Reply(200, hashtag_page(1)), wall])
        assert len(InstagramHashtagPage().fetch(visit(browser, "a,b,c"))) == 1
        assert len(browser.requests) == 2

    def test_the_page_itself_is_kept_when_its_answers_hold_no_hashtag(self):
        page = tag_page("125M Posts", head=CANONICAL)
        payload = InstagramHashtagPage().fetch(visit(ScriptedBrowser([Reply(200, page)]), "a"))[0]
        assert (payload.body, payload.suffix) == (page, ".html")


class TestHashtagsInText:
    @pytest.mark.parametrize(
        ("text", "tags"),
        [
            ("#one two #Three.", ("one", "Three")),
            ("#one#two", ("one", "two")),
            ("#One #one", ("One",)),
            ("see site.example/page#part and a#b", ()),
            ("#2024 is a year", ("2024",)),
            ("#हिन्दी #ไทย #été", ("हिन्दी", "ไทย", "été")),
            ("\uff03東京", ("東京",)),
            ("&#39;tis", ()),
            ("# alone", ()),
        ],
    )
    def test_hashtags(self, text, tags):
        assert hashtags_in(text) == tags
